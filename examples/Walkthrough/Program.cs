// What Move-SmeImage.ps1 does, on the library alone: an image travels from one host to another and runs there.
using DockerOps;
using DockerOps.Containers;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;

if (args is not [var from, var to, var image])
{
    Console.Error.WriteLine("usage: Walkthrough FROM-HOST TO-HOST IMAGE");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var folder = Directory.CreateTempSubdirectory("dockerops-");
await using var hosts = new HostSessions();
try
{
    var source = await hosts.GetAsync(DockerHost.Parse(from), stop.Token);
    var target = await hosts.GetAsync(DockerHost.Parse(to), stop.Token);
    Show($"The image on {source.Host}", await ImageList.FindAsync(source.Engine, image, stop.Token));

    var file = Path.Combine(folder.FullName, "copie.tar");
    var export = await ExportPlan.MakeAsync(CopyEnd.Of(hosts, source.Host), [image], since: null, stop.Token);
    Show("Saved here", await ResultAsync<ImageArchive>(ImageExport.RunAsync(export, file, overwrite: false, compress: false, stop.Token)));

    var loaded = await ResultAsync<IReadOnlyList<Image>>(ImageImport.RunAsync(target.Engine, file, quiet: false, stop.Token));
    Show($"Loaded on {target.Host}", loaded[0]);
    Show("Run there", await RunAsync(target, new ContainerSpec { Image = image, Command = ["cat", "/etc/e-smith-release"] }));
    Show("With a name server", await RunAsync(
        target, new ContainerSpec { Image = image, Command = ["cat", "/etc/resolv.conf"], Dns = ["192.168.1.1"] }));
    return 0;
}
catch (DockerOpsException failure)
{
    Console.Error.WriteLine($"{failure.Kind}: {failure.Message}");
    return 1;
}
finally
{
    folder.Delete(recursive: true);
}

Task<CommandResult> RunAsync(HostSession host, ContainerSpec spec) =>
    ResultAsync<CommandResult>(ContainerRun.RunAsync(host.Engine, spec, keep: false, timeout: null, stop.Token));

static async Task<T> ResultAsync<T>(IAsyncEnumerable<Event> events)
{
    await foreach (var item in events)
    {
        switch (item)
        {
            case Warning warning: Console.Error.WriteLine($"warning: {warning.Text}"); break;
            case Output<T> output: return output.Value;
        }
    }

    throw new InvalidOperationException("The operation ended without a result.");
}

static void Show(string title, object record)
{
    Console.WriteLine($"{Environment.NewLine}## {title}");
    foreach (var property in record.GetType().GetProperties().Where(property => property.CanWrite))
    {
        var value = property.GetValue(record);
        var text = value is System.Collections.IEnumerable list and not string ? string.Join(' ', list.Cast<object>()) : value?.ToString();
        if (!string.IsNullOrEmpty(text)) Console.WriteLine($"{property.Name,-12} : {text.TrimEnd()}");
    }
}
