namespace DockerOps;

/// <summary>
/// RPM's comparison of versions. A version is a row of pieces: numbers, words, and the marks <c>~</c> (before everything,
/// even the end) and <c>^</c> (after the end, before everything else); all other characters only part them. Sources:
/// rpm-version(7), and the cases published with rpm, which the tests hold.
/// </summary>
internal static class RpmVersionOrder
{
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = Next(left);
            right = Next(right);
            var (leftRank, rightRank) = (Rank(left), Rank(right));
            if (leftRank != rightRank) return leftRank.CompareTo(rightRank);
            switch (leftRank)
            {
                case Piece.End:
                    return 0;
                case Piece.Tilde or Piece.Caret:
                    left = left[1..];
                    right = right[1..];
                    continue;
            }

            var isNumber = leftRank == Piece.Number;
            var leftPiece = Take(left, isNumber);
            var rightPiece = Take(right, isNumber);
            var order = isNumber ? CompareNumbers(leftPiece, rightPiece) : leftPiece.SequenceCompareTo(rightPiece);
            if (order != 0) return order;
            left = left[leftPiece.Length..];
            right = right[rightPiece.Length..];
        }
    }

    // In the order in which one beats the other where two versions differ first.
    private enum Piece
    {
        Tilde,
        End,
        Caret,
        Word,
        Number,
    }

    private static Piece Rank(ReadOnlySpan<char> rest) => rest.IsEmpty ? Piece.End : rest[0] switch
    {
        '~' => Piece.Tilde,
        '^' => Piece.Caret,
        var c => char.IsAsciiDigit(c) ? Piece.Number : Piece.Word,
    };

    private static ReadOnlySpan<char> Next(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty && !char.IsAsciiLetterOrDigit(rest[0]) && rest[0] is not ('~' or '^')) rest = rest[1..];
        return rest;
    }

    private static ReadOnlySpan<char> Take(ReadOnlySpan<char> rest, bool isNumber)
    {
        var length = 0;
        while (length < rest.Length && (isNumber ? char.IsAsciiDigit(rest[length]) : char.IsAsciiLetter(rest[length]))) length++;
        return rest[..length];
    }

    // Numbers have any length: without leading zeros the longer one is the greater.
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
