namespace Idunn.Numerics.Statistics;

/// <summary>
/// DDSketch: quantiles of a stream of any length in bounded memory, each within a stated relative error of a value of the stream.
/// Masson, C., Rim, J. E. and Lee, H. K. (2019). DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees. Proc. VLDB Endowment 12(12).
/// Values fall into buckets (γ^(i−1), γ^i], γ = (1 + α)/(1 − α). Only counts are kept, so the order of the values and of merges changes nothing. A short stream is
/// kept as it is, and its quantiles are exact.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>Magnitudes below this count as zero.</summary>
    public const double SmallestMagnitude = 1e-300;

    /// <summary>Streams up to this length have exact quantiles.</summary>
    public const int ExactCount = 512;

    // The values themselves while they are few; null once they are in buckets.
    private List<double>? few = [];

    private readonly Dictionary<int, long> positive = [];
    private readonly Dictionary<int, long> negative = [];
    private readonly double logGamma;
    private long zeros;

    // Buckets by size, for the quantiles asked for until the next value comes.
    private ((int[] Buckets, long[] Counts) Negative, (int[] Buckets, long[] Counts) Positive)? ordered;

    /// <param name="relativeError">α, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">α lies outside.</exception>
    public QuantileSketch(double relativeError = 0.005)
    {
        if (!(relativeError > 0 && relativeError < 1))
            throw new ArgumentOutOfRangeException(nameof(relativeError), relativeError, "The relative error must lie between 0 and 1.");
        RelativeError = relativeError;
        logGamma = Math.Log((1 + relativeError) / (1 - relativeError));
    }

    /// <summary>True while quantiles are exact.</summary>
    public bool IsExact => few is not null;

    /// <summary>Largest relative distance of <see cref="Quantile"/> to the exact quantile.</summary>
    public double RelativeError { get; }

    /// <summary>Finite values added.</summary>
    public long Count { get; private set; }

    /// <summary>Infinite values and NaN: counted, otherwise left out.</summary>
    public long NotFinite { get; private set; }

    /// <summary>Smallest finite value; NaN when there is none.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>Largest finite value; NaN when there is none.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>Buckets in use: at most about 2·ln(10³⁰⁰ ⁺ ³⁰⁸)/ln γ, in practice a few hundred.</summary>
    public int BucketCount => positive.Count + negative.Count;

    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            NotFinite++;
            return;
        }
        Count++;
        ordered = null;
        Minimum = double.IsNaN(Minimum) ? value : Math.Min(Minimum, value);
        Maximum = double.IsNaN(Maximum) ? value : Math.Max(Maximum, value);
        if (few is null)
            Drop(value);
        else
            few.Add(value);
        if (few?.Count > ExactCount)
            Spill();
    }

    private void Drop(double value)
    {
        if (Math.Abs(value) < SmallestMagnitude)
            zeros++;
        else
            Increment(value > 0 ? positive : negative, Bucket(Math.Abs(value)), 1);
    }

    private void Spill()
    {
        foreach (var value in few ?? [])
            Drop(value);
        few = null;
    }

    /// <summary>Adds all that another sketch has seen.</summary>
    /// <exception cref="ArgumentException">The sketches have different relative errors.</exception>
    public void Merge(QuantileSketch other)
    {
        if (!other.RelativeError.Equals(RelativeError))
            throw new ArgumentException("Sketches merge only when their relative errors are the same.", nameof(other));
        if (other.Count > 0)
        {
            Minimum = Count == 0 ? other.Minimum : Math.Min(Minimum, other.Minimum);
            Maximum = Count == 0 ? other.Maximum : Math.Max(Maximum, other.Maximum);
        }
        ordered = null;
        (Count, NotFinite, zeros) = (Count + other.Count, NotFinite + other.NotFinite, zeros + other.zeros);
        if (few is not null && other.few is not null)
            few.AddRange(other.few);
        if (few is not null && (other.few is null || few.Count > ExactCount))
            Spill();
        else if (few is null)
            foreach (var value in other.few ?? [])
                Drop(value);
        foreach (var (bucket, count) in other.positive)
            Increment(positive, bucket, count);
        foreach (var (bucket, count) in other.negative)
            Increment(negative, bucket, count);
    }

    /// <summary>The value of rank ⌊q·(n − 1)⌋ in ascending order, within <see cref="RelativeError"/>; NaN of an empty stream.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> lies outside 0 … 1.</exception>
    public double Quantile(double q)
    {
        if (!(q >= 0 && q <= 1))
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies between 0 and 1.");
        if (Count == 0)
            return double.NaN;
        var rank = (long)Math.Floor(q * (Count - 1));
        if (few is not null)
        {
            if (ordered is null)
                few.Sort();
            ordered ??= (([], []), ([], []));
            return few[(int)rank];
        }
        ordered ??= (Ordered(negative), Ordered(positive));
        var (below, above) = ordered.Value;
        for (var i = below.Buckets.Length - 1; i >= 0; i--)
            if ((rank -= below.Counts[i]) < 0)
                return Clamp(-Middle(below.Buckets[i]));
        if ((rank -= zeros) < 0)
            return 0;
        for (var i = 0; i < above.Buckets.Length; i++)
            if ((rank -= above.Counts[i]) < 0)
                return Clamp(Middle(above.Buckets[i]));
        return Maximum;
    }

    private static (int[] Buckets, long[] Counts) Ordered(Dictionary<int, long> buckets)
    {
        var (keys, counts) = (buckets.Keys.ToArray(), buckets.Values.ToArray());
        Array.Sort(keys, counts);
        return (keys, counts);
    }

    private int Bucket(double magnitude) => (int)Math.Ceiling(Math.Log(magnitude) / logGamma);

    /// <summary>2γ^i/(γ + 1), whose relative distance to either end of the bucket is α.</summary>
    private double Middle(int bucket) => 2 * Math.Exp((bucket * logGamma) - Math.Log(Math.Exp(logGamma) + 1));

    /// <summary>The extremes are known exactly; no quantile lies beyond them.</summary>
    private double Clamp(double value) => Math.Clamp(value, Minimum, Maximum);

    private static void Increment(Dictionary<int, long> buckets, int bucket, long count) =>
        buckets[bucket] = buckets.GetValueOrDefault(bucket) + count;
}
