namespace DockerOps.Images;

/// <summary>Reads the fields of a message in Protocol Buffers' encoding (protobuf.dev, “Encoding”) that hold bytes: texts and messages.</summary>
internal static class ProtocolFields
{
    private const int LongestNumber = 10;

    /// <summary>The fields, in order, up to where the message makes no sense any more. Numbers are passed over.</summary>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Value)> Read(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty && TryNumber(ref message, out var tag))
        {
            ulong length;
            switch (tag & 7)
            {
                case 0: if (!TryNumber(ref message, out _)) yield break; continue;
                case 1: length = 8; break;
                case 5: length = 4; break;
                case 2: if (!TryNumber(ref message, out length)) yield break; break;
                default: yield break;
            }

            if (length > (ulong)message.Length) yield break;
            if ((tag & 7) == 2 && tag >> 3 <= int.MaxValue) yield return ((int)(tag >> 3), message[..(int)length]);
            message = message[(int)length..];
        }
    }

    private static bool TryNumber(ref ReadOnlyMemory<byte> message, out ulong number)
    {
        number = 0;
        var bytes = message.Span;
        for (var i = 0; i < Math.Min(bytes.Length, LongestNumber); i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if ((bytes[i] & 0x80) != 0) continue;
            message = message[(i + 1)..];
            return true;
        }

        return false;
    }
}
