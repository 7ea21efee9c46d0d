using System.Globalization;
using System.Text.Json.Serialization;

namespace ImageGen.Core;

/// <summary>An amount of US dollars, held in millionths so that sums are exact.</summary>
/// <param name="Micros">Millionths of a dollar.</param>
public readonly record struct Usd(long Micros) : IComparable<Usd>
{
    /// <summary>Nothing.</summary>
    public static Usd Zero => default;

    /// <summary>Rounds up to a millionth, so that a bound stays a bound.</summary>
    public static Usd FromDollars(decimal dollars) => new((long)decimal.Ceiling(dollars * 1_000_000m));

    /// <summary>The amount in dollars.</summary>
    [JsonIgnore]
    public decimal Dollars => Micros / 1_000_000m;

    /// <summary>Adds two amounts.</summary>
    public static Usd operator +(Usd left, Usd right) => new(left.Micros + right.Micros);

    /// <summary>Multiplies by a whole number of pictures.</summary>
    public static Usd operator *(Usd amount, int count) => new(amount.Micros * count);

    /// <inheritdoc cref="op_Addition"/>
    public static Usd Add(Usd left, Usd right) => left + right;

    /// <inheritdoc cref="op_Multiply"/>
    public static Usd Multiply(Usd amount, int count) => amount * count;

    /// <inheritdoc/>
    public int CompareTo(Usd other) => Micros.CompareTo(other.Micros);

    /// <summary>Whether <paramref name="left"/> is the smaller amount.</summary>
    public static bool operator <(Usd left, Usd right) => left.Micros < right.Micros;

    /// <summary>Whether <paramref name="left"/> is the greater amount.</summary>
    public static bool operator >(Usd left, Usd right) => left.Micros > right.Micros;

    /// <summary>Whether <paramref name="left"/> is at most <paramref name="right"/>.</summary>
    public static bool operator <=(Usd left, Usd right) => left.Micros <= right.Micros;

    /// <summary>Whether <paramref name="left"/> is at least <paramref name="right"/>.</summary>
    public static bool operator >=(Usd left, Usd right) => left.Micros >= right.Micros;

    /// <summary>Like <c>$0.0420</c>: at least two decimals, no more than six.</summary>
    public override string ToString() => Dollars.ToString("$0.00####", CultureInfo.InvariantCulture);
}
