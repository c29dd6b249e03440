namespace DockerOps.Transport;

/// <summary>
/// The programs on a host that can join a session's input and output to the engine's socket, best first. A host needs
/// one of them only where its socket cannot be forwarded: no right to open it, or forwarding switched off in sshd.
/// </summary>
internal static class EngineBridge
{
    // Prints `access=…` and then one `bridge=…` line for each program that can do it.
    // A socket that has appeared meanwhile, of an engine that starts, is looked at again.
    // Tests of the socket as root by sudo -n only where the user may not open it himself: each one is logged by sudo.
    private const string Probe = """
        s=$1
        r=
        direct() { [ -S "$s" ] && [ -r "$s" ] && [ -w "$s" ]; }
        if direct; then echo access=direct
        elif sudo -n test -S "$s" 2>/dev/null; then if direct; then echo access=direct; else echo access=sudo; r='sudo -n'; fi
        elif [ -e "$s" ]; then if direct; then echo access=direct; else echo access=denied; fi
        else echo access=missing; fi
        $r docker system dial-stdio --help >/dev/null 2>&1 && echo bridge=docker
        for p in socat python3 python perl; do command -v $p >/dev/null 2>&1 && echo bridge=$p; done
        nc -h 2>&1 | grep -q -e -U && echo bridge=nc
        exit 0
        """;

    private const string Python = """
        import os, socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        child = os.fork()
        if child == 0:
            while True:
                b = os.read(0, 65536)
                if not b: break
                s.sendall(b)
            s.shutdown(1)
            os._exit(0)
        while True:
            b = s.recv(65536)
            if not b: break
            while b: b = b[os.write(1, b):]
        os.kill(child, 9)
        """;

    private const string Perl = """
        use IO::Socket::UNIX;
        my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$!\n";
        sub pump { my ($from, $to, $b) = @_;
          while (sysread($from, $b, 65536)) { my $o = 0; while ($o < length $b) { my $n = syswrite($to, $b, length($b) - $o, $o); defined $n or return; $o += $n } } }
        my $child = fork();
        if ($child == 0) { pump(*STDIN, $s); shutdown($s, 1); exit 0 }
        pump($s, *STDOUT);
        kill 9, $child;
        """;

    public static IReadOnlyList<string> ProbeCommand(string socket) => ["sh", "-c", Probe, "sh", socket];

    /// <summary>The command that joins its input and output to the socket.</summary>
    public static IReadOnlyList<string> Command(string program, string socket, bool sudo)
    {
        IReadOnlyList<string> command = program switch
        {
            "docker" => ["docker", "--host", "unix://" + socket, "system", "dial-stdio"],
            "socat" => ["socat", "STDIO", "UNIX-CONNECT:" + socket],
            "python3" or "python" => [program, "-c", Python, socket],
            "perl" => ["perl", "-e", Perl, "--", socket],
            _ => ["nc", "-U", socket],
        };
        return sudo ? ["sudo", "-n", "--", .. command] : command;
    }
}
