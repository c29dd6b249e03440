namespace DockerOps.Help;

/// <summary>Names of types as help shows them.</summary>
internal static class TypeName
{
    /// <summary>String, DockerHost[], Dictionary&lt;String, Int32&gt;.</summary>
    public static string Short(Type type) => Format(type, t => t.Name);

    /// <summary>System.String, DockerOps.DockerHost[].</summary>
    public static string Full(Type type) => Format(type, t => t.FullName ?? t.Name);

    private static string Format(Type type, Func<Type, string> name)
    {
        if (type.IsArray)
            return Format(type.GetElementType()!, name) + "[]";
        if (!type.IsGenericType)
            return name(type);
        var bare = name(type.GetGenericTypeDefinition());
        return $"{bare[..bare.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(a => Format(a, name)))}>";
    }
}
