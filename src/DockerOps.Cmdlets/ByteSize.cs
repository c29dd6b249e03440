using System.Globalization;

namespace DockerOps.Cmdlets;

/// <summary>Sizes for people, in the decimal units the Docker CLI uses: <c>854.3 MB</c>. The table views call it too.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Writes a number of bytes with four digits at most.</summary>
    public static string Format(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (Math.Abs(value) >= 1000 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.##", CultureInfo.CurrentCulture) + " " + Units[unit];
    }
}
