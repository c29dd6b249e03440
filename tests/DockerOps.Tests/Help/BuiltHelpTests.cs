using System.Diagnostics;
using System.Xml.Linq;
using DockerOps.Help;
using Xunit;

namespace DockerOps.Tests.Help;

/// <summary>The help of the module as it is laid out, and the program as the build runs it.</summary>
public sealed class BuiltHelpTests
{
    private const int FewestExamples = 2;
    private static readonly string Automation = Path.Combine(AppContext.BaseDirectory, "System.Management.Automation.dll");
    private static readonly string Assembly = Path.Combine(Repository.Module, "DockerOps.Cmdlets.dll");

    [Fact]
    public void Every_exported_cmdlet_has_a_synopsis_all_parameters_and_two_examples()
    {
        var cmdlets = CmdletReader.Read(new CmdletLoader([Automation, Path.Combine(Repository.Module, "DockerOps.dll")]).Open(Assembly));
        var help = XDocument.Load(Path.Combine(Repository.Module, "en-US", "DockerOps.Cmdlets.dll-Help.xml")).Root!.Elements().ToList();
        Assert.Equal(cmdlets.Select(cmdlet => cmdlet.Name), help.Select(command => Part(Part(command, "details"), "name").Value));
        Assert.All(cmdlets.Zip(help), pair =>
        {
            var (cmdlet, command) = pair;
            Assert.NotEmpty(Part(Part(command, "details"), "description").Value);
            Assert.True(Part(command, "examples").Elements().Count() >= FewestExamples, cmdlet.Name);
            var documented = Part(command, "parameters").Elements().Where(p => Part(p, "description").Value.Length > 0);
            Assert.Equal(
                cmdlet.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal),
                documented.Select(p => Part(p, "name").Value).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public async Task The_program_writes_help_of_good_pages()
    {
        using var folder = new SampleFolder();
        var (exitCode, errors) = await RunAsync(folder, version: "1.0.0");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            ["DockerOps.Tests.dll-Help.xml", "about_Sample.help.txt"],
            Directory.GetFiles(folder.PathOf("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_program_prints_what_is_wrong_and_writes_nothing()
    {
        using var folder = new SampleFolder();
        var (exitCode, errors) = await RunAsync(folder, version: "2.0.0");
        Assert.Equal(1, exitCode);
        Assert.Equal($"{folder.PathOf("m.psd1")}(1): error HELP: ModuleVersion must be '2.0.0', the version that is built", errors);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    private static XElement Part(XElement element, string name) => element.Elements().Single(e => e.Name.LocalName == name);

    private static async Task<(int ExitCode, string Errors)> RunAsync(SampleFolder folder, string version)
    {
        folder.Write("m.psd1", "ModuleVersion = '1.0.0'\nCmdletsToExport = @('Restart-Sample')");
        var program = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "DockerOps.Help.dll"), typeof(BuiltHelpTests).Assembly.Location,
            folder.PathOf("m.psd1"), version, folder.Folder, folder.PathOf("out"), Automation,
        ];
        foreach (var argument in arguments)
            program.ArgumentList.Add(argument);
        using var process = Process.Start(program)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors.TrimEnd());
    }
}
