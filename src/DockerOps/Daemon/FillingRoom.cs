namespace DockerOps.Daemon;

/// <summary>What variables may fill in, in all: a chain of them may double with each line.</summary>
/// <param name="most">Characters.</param>
internal sealed class FillingRoom(int most)
{
    private int left = most;

    /// <summary>Takes room for more, if there is any.</summary>
    public bool Take(int length)
    {
        if (length > left) return false;
        left -= length;
        return true;
    }
}
