namespace DockerOps.Images.Transfer;

/// <summary>How one destination's bytes are packed: as the user says, or once its connection has shown how fast it is.</summary>
internal sealed class PackingChoice(TransferCompression asked, EngineSide side, Action<Event> report)
{
    private bool begun;

    /// <summary>What was decided; null before that.</summary>
    public TransferCompression? Made { get; private set; }

    /// <summary>Decides what can be decided without a look at the connection.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        if (begun) return;
        begun = true;
        var zstdHere = asked == TransferCompression.Zstd && await ZstdStream.IsHereAsync(cancellation).ConfigureAwait(false);
        (Made, var note) = Packing.Decide(asked, side, zstdHere);
        if (note is not null) report(new Note(note));
    }

    /// <summary>Decides by what the connection took.</summary>
    /// <param name="beginning">What was sent.</param>
    /// <param name="bytesPerSecond">How fast.</param>
    /// <param name="left">About how many bytes follow.</param>
    /// <param name="cancellation">Ends the packing of a sample.</param>
    public async Task MakeAsync(ReadOnlyMemory<byte> beginning, double bytesPerSecond, long left, CancellationToken cancellation)
    {
        var zstdHere = await ZstdStream.IsHereAsync(cancellation).ConfigureAwait(false);
        Made = await Packing.ChooseAsync(side, beginning, bytesPerSecond, left, zstdHere, cancellation).ConfigureAwait(false);
        report(new Note($"{side.Host}: the connection takes {bytesPerSecond / 1e6:0} MB/s; compression {Made}."));
    }
}
