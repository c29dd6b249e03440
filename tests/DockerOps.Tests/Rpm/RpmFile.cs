using System.Buffers.Binary;
using System.Text;

namespace DockerOps.Tests.Rpm;

/// <summary>Package files made by hand, for those that rpmbuild would never write.</summary>
internal static class RpmFile
{
    public const int LeadLength = 96;
    private const int StringType = 6;
    private static readonly byte[] HeaderMagic = [0x8E, 0xAD, 0xE8, 0x01, 0, 0, 0, 0];

    /// <summary>A package with an empty signature header and these texts in the main one.</summary>
    public static byte[] Of(params (int Tag, string Text)[] texts)
    {
        var store = new MemoryStream();
        List<(int Tag, int Type, int Offset, int Count)> index = [];
        foreach (var (tag, text) in texts)
        {
            index.Add((tag, StringType, (int)store.Length, 1));
            store.Write(Encoding.UTF8.GetBytes(text + "\0"));
        }

        return [.. Lead(), .. Header([(62, 7, 0, 16)], new byte[16]), .. Header(index, store.ToArray()), .. "payload"u8];
    }

    /// <summary>The texts of a good package.</summary>
    public static (int Tag, string Text)[] Texts(string name = "x", string version = "1", string release = "1", string architecture = "noarch") =>
        [(1000, name), (1001, version), (1002, release), (1022, architecture), (1044, "x.src.rpm")];

    /// <summary>A header: index entries, and the bytes they point to.</summary>
    public static byte[] Header(IReadOnlyList<(int Tag, int Type, int Offset, int Count)> index, byte[] store)
    {
        var bytes = new byte[16 + (16 * index.Count) + store.Length];
        HeaderMagic.CopyTo(bytes, 0);
        Write(bytes, 8, index.Count);
        Write(bytes, 12, store.Length);
        for (var i = 0; i < index.Count; i++)
        {
            var at = 16 + (16 * i);
            Write(bytes, at, index[i].Tag);
            Write(bytes, at + 4, index[i].Type);
            Write(bytes, at + 8, index[i].Offset);
            Write(bytes, at + 12, index[i].Count);
        }

        store.CopyTo(bytes, bytes.Length - store.Length);
        return bytes;
    }

    public static byte[] Lead()
    {
        var lead = new byte[LeadLength];
        Write(lead, 0, unchecked((int)0xEDABEEDB));
        lead[4] = 3;
        return lead;
    }

    private static void Write(byte[] bytes, int at, int number) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), number);
}
