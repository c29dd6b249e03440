namespace DockerOps.Daemon;

/// <summary>A word of a command line.</summary>
/// <param name="Text">The word without its quotes.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Variable">The variable whose value it stands in, or null.</param>
internal sealed record PlacedWord(string Text, DaemonSource Source, string? Variable = null)
{
    /// <summary>The word with the places of its characters; null when not all of it is written in a file.</summary>
    public PlacedText? Raw { get; init; }

    /// <summary>The place of the flag that this word is; null for what is put together of several lines or variables.</summary>
    /// <param name="last">The word with its value: this one, or the next.</param>
    /// <param name="valueAt">Where in this word its value begins; 0 when it is not in there.</param>
    public SettingPlace? PlaceWith(PlacedWord last, int valueAt)
    {
        if (Raw?.Whole is not { } start || last.Raw?.Whole is not { } end || Source != last.Source || Variable != last.Variable) return null;
        TextSpan? value = !ReferenceEquals(last, this) ? end
            : valueAt > 0 && valueAt < Raw.Length ? new(Raw.At(valueAt).Start, Raw.At(Raw.Length - 1).End)
            : null;
        return new(Source.Path, new(start.Start, end.End), value, IsAssignment: false);
    }
}
