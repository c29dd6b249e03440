using DockerOps.Help;

if (args.Length < 5)
{
    Console.Error.WriteLine("usage: DockerOps.Help CMDLETS.dll MANIFEST.psd1 VERSION PAGES OUTPUT [REFERENCE.dll ...]");
    return 2;
}

var (assembly, manifest, version, pages, output) = (args[0], args[1], args[2], args[3], args[4]);
var problems = new List<Problem>();
var cmdlets = CmdletReader.Read(new CmdletLoader(args[5..]).Open(assembly));
Manifest.Check(manifest, File.ReadAllText(manifest), cmdlets, version, problems);
var help = HelpFolder.Read(pages, cmdlets, problems);
foreach (var problem in problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line))
    Console.Error.WriteLine(problem);
if (problems.Count > 0)
    return 1;

Directory.CreateDirectory(output);
foreach (var (name, text) in help.Topics)
    File.WriteAllText(Path.Combine(output, name + ".help.txt"), text);
File.WriteAllText(Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), Maml.Write(help.Items));
return 0;
