namespace DockerOps.Images.Transfer;

/// <summary>A piece of a layer's tar: bytes to put out as they are, or the place of a file's content.</summary>
/// <param name="IsFile">Whether it stands for a file.</param>
/// <param name="Size">How many bytes of the tar it is.</param>
/// <param name="Bytes">The piece itself, or the file's name in the tar. Valid until the next piece is read.</param>
internal readonly record struct TarSplitEntry(bool IsFile, long Size, ReadOnlyMemory<byte> Bytes);
