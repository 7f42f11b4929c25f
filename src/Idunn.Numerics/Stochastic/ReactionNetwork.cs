namespace Idunn.Numerics.Stochastic;

/// <summary>What one firing of a reaction adds to a count.</summary>
/// <param name="State">Number of the state.</param>
/// <param name="Change">Molecules, or whatever is counted; negative when they are used up.</param>
public readonly record struct CountChange(int State, int Change);

/// <summary>
/// Who changes what, and who reads what: the whole-numbered stoichiometry of a reaction network and its dependency graph (Gibson, M. A. &amp; Bruck, J. (2000),
/// Efficient exact stochastic simulation of chemical systems with many species and many channels, The Journal of Physical Chemistry A 104, 1876–1889).
/// </summary>
public sealed class ReactionNetwork
{
    private readonly CountChange[][] changes;
    private readonly int[][] reads, readers, dependents;

    /// <param name="stateCount">Number of states.</param>
    /// <param name="changes">By reaction, the counts it changes, each once and by something other than 0.</param>
    /// <param name="reads">By reaction, the states that its propensity is computed from, ascending.</param>
    /// <exception cref="ArgumentException">A state does not exist, or is changed twice or by nothing.</exception>
    public ReactionNetwork(int stateCount, IReadOnlyList<CountChange[]> changes, IReadOnlyList<int[]> reads)
    {
        if (changes.Count != reads.Count)
            throw new ArgumentException($"There are changes of {changes.Count} reactions, but what {reads.Count} of them read.", nameof(reads));
        foreach (var (state, change) in changes.SelectMany(list => list))
            if ((uint)state >= (uint)stateCount || change == 0)
                throw new ArgumentException($"A change of {change} to state {state} must be something and go to a state 0 … {stateCount - 1}.", nameof(changes));
        if (changes.Any(list => list.DistinctBy(change => change.State).Count() < list.Length))
            throw new ArgumentException("A reaction changes one state in two entries; add them up.", nameof(changes));
        (StateCount, this.changes, this.reads) = (stateCount, [.. changes], [.. reads]);
        readers = ReadersOf(stateCount, reads);
        dependents = [.. changes.Select(list => list.SelectMany(change => readers[change.State]).Distinct().Order().ToArray())];
    }

    public int StateCount { get; }

    public int ReactionCount => changes.Length;

    /// <summary>What one firing changes.</summary>
    public ReadOnlySpan<CountChange> Changes(int reaction) => changes[reaction];

    /// <summary>States that a reaction's propensity is computed from, ascending.</summary>
    public ReadOnlySpan<int> Reads(int reaction) => reads[reaction];

    /// <summary>Reactions whose propensity is computed from a state, ascending.</summary>
    public ReadOnlySpan<int> Readers(int state) => readers[state];

    /// <summary>Reactions whose propensity may change when a reaction fires, ascending; itself among them only when it reads what it changes.</summary>
    public ReadOnlySpan<int> Dependents(int reaction) => dependents[reaction];

    /// <summary>The same network with further reactions at its end, which add one to a state each and read nothing.</summary>
    public ReactionNetwork WithArrivals(IReadOnlyList<int> states) => states.Count == 0 ? this
        : new ReactionNetwork(StateCount, [.. changes, .. states.Select(state => new[] { new CountChange(state, 1) })], [.. reads, .. states.Select(_ => Array.Empty<int>())]);

    private static int[][] ReadersOf(int stateCount, IReadOnlyList<int[]> reads)
    {
        var readers = new List<int>[stateCount];
        for (var state = 0; state < stateCount; state++)
            readers[state] = [];
        for (var reaction = 0; reaction < reads.Count; reaction++)
            foreach (var state in reads[reaction])
                readers[state].Add(reaction);
        return [.. readers.Select(list => list.ToArray())];
    }
}
