using System.Collections.Immutable;
using Idunn.Modeling.Petab;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Attribution;

/// <summary>The mechanisms of a model as the players of one arm: parameters to be set with a mechanism on and with it off, in the model's units. A mechanism whose effects are all off is none.</summary>
internal sealed class EffectSettings
{
    /// <summary>A mechanism that does something.</summary>
    public sealed record Player(Mechanism Mechanism, ImmutableArray<(int Parameter, double Off, double On)> Effects)
    {
        public IEnumerable<int> Indices => Effects.Select(effect => effect.Parameter);
    }

    private readonly ImmutableArray<(int Parameter, double Off, double On)> all;

    public EffectSettings(StudyPlan plan, ArmPlan arm)
    {
        var request = plan.Study.Attribution!;
        (int Parameter, double Off, double On) Of(string effect)
        {
            var binding = arm.Bindings.First(binding => binding.Id == effect);
            return (plan.Compiled.IndexOfParameter(effect), binding.Value, binding.ToModel(On(binding.Row, request)));
        }
        all = [.. plan.Card.Effects.Select(Of)];
        Players = [.. plan.Card.Mechanisms.Select(mechanism => new Player(mechanism, [.. mechanism.Parameters.Select(Of)])).Where(player => player.Effects.Any(effect => effect.On != effect.Off))];
    }

    public ImmutableArray<Player> Players { get; }

    /// <summary>Every effect, those of the given mechanisms on and the others off.</summary>
    public Dictionary<int, double> With(IEnumerable<Player> on)
    {
        var settings = all.ToDictionary(effect => effect.Parameter, effect => effect.Off);
        foreach (var (parameter, _, value) in on.SelectMany(player => player.Effects)) settings[parameter] = value;
        return settings;
    }

    /// <summary>The value of an effect that is on, in the unit of its table.</summary>
    public static double On(ParameterRow row, AttributionRequest request) => request.Effects switch
    {
        EffectLevel.Ceiling => PriorSampling.Ceiling(row)!.Value,
        EffectLevel.Median => PriorSampling.Draw(row, 0.5),
        _ => request.Values.GetValueOrDefault(row.Id, row.NominalValue),
    };
}
