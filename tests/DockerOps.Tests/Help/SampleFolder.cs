using DockerOps.Help;

namespace DockerOps.Tests.Help;

/// <summary>A folder with a good page of the sample cmdlet, to be spoilt by tests.</summary>
internal sealed class SampleFolder : IDisposable
{
    public const string Shared = """
        # _shared

        ## -DockerHost

        The host to work on.

        ## -PassThru

        The shared words.
        """;

    public const string Page = """
        # Restart-Sample

        ## SYNOPSIS

        Restarts a sample such as sme-9:6.5 from `copy.tar`.

        ## DESCRIPTION

        With a [page](about_Sample.md), a [link](https://example.org/x) and **strong** words
        on two lines.

        - one
        - two

        ```
        if ($x) {
            y
        }
        ```

        ## EXAMPLES

        ### Example 1: Restart one

        ```powershell
        # not a heading
        Restart-Sample one
        ```

        ```output
        Name
        ----
        one
        ```

        What to notice.

        ### Example 2: Restart two

        ```powershell
        'one', 'two' | Restart-Sample
        ```

        ## PARAMETERS

        ### -Name

        The name.

        ### -InputObject

        The object.

        ### -Kind

        The kind.

        ### -Pace

        The pace.

        Default: fast.

        ### -Weight

        The weight.

        ### -PassThru

        The page's own words.

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### System.Version

        The version.

        ## NOTES

        A note.

        ## RELATED LINKS

        - [about_Sample](about_Sample.md)
        - [Elsewhere](https://example.org/else)
        """;

    public const string Topic = """
        # about_Sample

        ## SHORT DESCRIPTION

        A short description that is longer than one line of a terminal, but is kept on one line in the file all the same.

        ## LONG DESCRIPTION

        A long description that is longer than one line of a terminal, and is broken into lines as it should be.

        ### A part

        - an item

        ```
        code
        ```
        """;

    public SampleFolder()
    {
        Folder = Directory.CreateTempSubdirectory("dockerops-help-").FullName;
        Write("_shared.md", Shared);
        Write("Restart-Sample.md", Page);
        Write("about_Sample.md", Topic);
    }

    public static IReadOnlyList<Cmdlet> Cmdlets { get; } = CmdletReader.Read(
        new CmdletLoader([Path.Combine(AppContext.BaseDirectory, "System.Management.Automation.dll")])
            .Open(typeof(RestartSampleCommand).Assembly.Location));

    public string Folder { get; }

    public List<Problem> Problems { get; } = [];

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public HelpFolder Read() => HelpFolder.Read(Folder, Cmdlets, Problems);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
