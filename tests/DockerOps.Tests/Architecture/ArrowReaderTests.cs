using Xunit;

namespace DockerOps.Tests.Architecture;

/// <summary>A mention is found wherever it stands; without this the room tests could be green for want of arrows.</summary>
public sealed class ArrowReaderTests
{
    private static readonly IReadOnlyList<TypeArrow> Arrows =
        ArrowReader.Read(typeof(ArrowReaderTests).Assembly.Location, "DockerOps");

    [Theory]
    [InlineData(nameof(InBase))]
    [InlineData(nameof(InField))]
    [InlineData(nameof(InSignature))]
    [InlineData(nameof(InTypeArgument))]
    [InlineData(nameof(InConstraint))]
    [InlineData(nameof(InAttribute))]
    [InlineData(nameof(InCall))]
    [InlineData(nameof(InCast))]
    [InlineData(nameof(InTypeOf))]
    [InlineData(nameof(InLambda))]
    [InlineData(nameof(InNestedType))]
    public void A_mention_is_found(string type)
    {
        const string space = "DockerOps.Tests.Architecture";
        Assert.Contains(new TypeArrow(space, type, space, nameof(MentionedAttribute)), Arrows);
    }
}

[AttributeUsage(AttributeTargets.All)]
internal class MentionedAttribute : Attribute
{
    public static void Call<T>()
    {
    }
}

internal sealed class InBase : MentionedAttribute;

internal sealed class InField
{
    public MentionedAttribute? Value { get; set; }
}

internal interface InSignature
{
    void Method(List<MentionedAttribute[]> list);
}

internal sealed class InTypeArgument
{
    public static object Make() => Array.Empty<MentionedAttribute>();
}

internal interface InConstraint
{
    void Method<T>() where T : MentionedAttribute;
}

[Mentioned]
internal interface InAttribute;

internal static class InCall
{
    public static void Run() => MentionedAttribute.Call<int>();
}

internal static class InCast
{
    public static bool Is(object value) => value is MentionedAttribute;
}

internal static class InTypeOf
{
    public static Type Type => typeof(MentionedAttribute);
}

internal static class InLambda
{
    public static Func<object> Make => () => new MentionedAttribute();
}

internal static class InNestedType
{
    public sealed class Nested
    {
        public MentionedAttribute? Value { get; set; }
    }
}
