using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace DockerOps.Tests.Architecture;

/// <summary>
/// Reads every mention of one type by another from a built assembly: base types, interfaces, constraints, attributes,
/// fields, signatures, local variables and the operands of instructions.
/// </summary>
internal sealed class ArrowReader
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly MentionedTypes _mentioned;

    private ArrowReader(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _mentioned = new MentionedTypes(_metadata);
    }

    /// <summary>The arrows of an assembly to types whose namespace begins with the prefix.</summary>
    public static IReadOnlyList<TypeArrow> Read(string path, string prefix)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = new ArrowReader(file);
        return
        [
            .. from handle in reader._metadata.TypeDefinitions
               let owner = reader._mentioned.NameOf(handle)
               where owner.Namespace.StartsWith(prefix, StringComparison.Ordinal)
               from target in reader.MentionsOf(handle)
               where target != owner && target.Namespace.StartsWith(prefix, StringComparison.Ordinal)
               select new TypeArrow(owner.Namespace, owner.Name, target.Namespace, target.Name)
        ];
    }

    private IReadOnlyCollection<(string Namespace, string Name)> MentionsOf(TypeDefinitionHandle handle)
    {
        _mentioned.Clear();
        var type = _metadata.GetTypeDefinition(handle);
        _mentioned.Add(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
            _mentioned.Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        Add(type.GetCustomAttributes());
        Add(type.GetGenericParameters());
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_mentioned, null);
            Add(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
            Add(property.GetCustomAttributes());
        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            Add(method);
        return [.. _mentioned.Names];
    }

    private void Add(MethodDefinition method)
    {
        method.DecodeSignature(_mentioned, null);
        Add(method.GetCustomAttributes());
        Add(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_mentioned, null);
        foreach (var region in body.ExceptionRegions.Where(r => r.Kind == ExceptionRegionKind.Catch))
            _mentioned.Add(region.CatchType);
        foreach (var token in Instructions.Tokens(body.GetILReader()))
            _mentioned.Add(MetadataTokens.EntityHandle(token));
    }

    private void Add(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            _mentioned.Add(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Add(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(p => _metadata.GetGenericParameter(p).GetConstraints()))
            _mentioned.Add(_metadata.GetGenericParameterConstraint(constraint).Type);
    }
}
