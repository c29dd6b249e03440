using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace DockerOps.Tests.Architecture;

/// <summary>Walks the instructions of a method for those whose operand is a type, a method or a field.</summary>
internal static class Instructions
{
    private const byte TwoByteOpCode = 0xFE;
    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value, code => code.OperandType);

    /// <summary>The metadata tokens, in order.</summary>
    public static IReadOnlyList<int> Tokens(BlobReader code)
    {
        var tokens = new List<int>();
        while (code.RemainingBytes > 0)
        {
            ushort value = code.ReadByte();
            if (value == TwoByteOpCode)
                value = (ushort)(value << 8 | code.ReadByte());
            var operand = Operands[value];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                tokens.Add(code.ReadInt32());
            else
                Skip(ref code, operand == OperandType.InlineSwitch ? code.ReadInt32() * sizeof(int) : Size(operand));
        }

        return tokens;
    }

    private static void Skip(ref BlobReader code, int bytes) => code.Offset += bytes;

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
