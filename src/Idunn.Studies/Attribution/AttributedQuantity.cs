using System.Globalization;
using Idunn.Studies.Inputs;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Attribution;

/// <summary>What is read off each arm, in words.</summary>
internal static class AttributedQuantity
{
    /// <param name="label">Name of the readout, in the language of <paramref name="words"/>.</param>
    public static string InWords(Endpoint endpoint, string label, Words words) => endpoint.Measure switch
    {
        "value" => words["{0}, at {1}", label, endpoint.From?.In(words)],
        "time-above" => words["{0}, time until it is above {1}", label, endpoint.Level.ToString(CultureInfo.InvariantCulture)],
        "time-below" => words["{0}, time until it is below {1}", label, endpoint.Level.ToString(CultureInfo.InvariantCulture)],
        var measure when endpoint.From is null && endpoint.To is null => words["{0}, {1}", label, words.Name(measure)],
        var measure => words["{0}, {1} from {2} to {3}", label, words.Name(measure), endpoint.From?.In(words) ?? words["the start"], endpoint.To?.In(words) ?? words["the end"]],
    };
}
