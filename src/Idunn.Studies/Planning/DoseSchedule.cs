using System.Collections.Immutable;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Units;
using Idunn.Numerics.Ode;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>An arm's doses in the model's time and particles, up to what depends on the subject.</summary>
internal sealed class DoseSchedule
{
    /// <param name="Amount">In the state's unit; to be multiplied by body mass (PerMass) and particles per protein (PerProtein), in the model's units, where these are set.</param>
    private readonly record struct Course(int State, double First, double Interval, int Times, double Duration, double Amount, bool PerMass, bool PerProtein);

    private readonly ImmutableArray<Course> courses;
    private readonly int given;
    private readonly int bodyMass;
    private readonly int particlesPerMicrogram;

    /// <param name="units">The model's; those of routes, body mass and particles per µg were checked with the card.</param>
    /// <param name="time">The model's unit of time.</param>
    public DoseSchedule(Arm arm, ModelCard card, CompiledModel model, ModelUnits units, Unit time)
    {
        given = card.Given is { } counter ? model.IndexOfState(counter) : -1;
        bodyMass = card.BodyMass is { } mass ? model.IndexOfParameter(mass) : -1;
        particlesPerMicrogram = card.ParticlesPerMicrogram is { } perMicrogram ? model.IndexOfParameter(perMicrogram) : -1;
        courses = [.. arm.Doses.Select(dose => ToCourse(dose, card, model, units, time))];
    }

    /// <summary>True when a dose is given per body mass, and when it is given as protein.</summary>
    public static (bool PerMass, bool PerProtein) FormOf(Dose dose)
    {
        var unit = UnitParser.Parse(dose.Quantity.Unit);
        var forms = new[] { ("particle", false, false), ("particle/kg", true, false), ("ug", false, true), ("ug/kg", true, true) };
        var (_, perMass, perProtein) = forms.First(form => unit.IsCompatibleWith(UnitParser.Parse(form.Item1)));
        return (perMass, perProtein);
    }

    /// <summary>Times of all doses, ascending, in model time.</summary>
    public IEnumerable<double> Times => courses.SelectMany(course => Enumerable.Range(0, course.Times).Select(k => course.First + (k * course.Interval))).Order();

    /// <summary>Ends of infusions, in model time.</summary>
    public IEnumerable<double> Ends => courses.Where(course => course.Duration > 0)
        .SelectMany(course => Enumerable.Range(0, course.Times).Select(k => course.First + (k * course.Interval) + course.Duration));

    /// <summary>What one subject is given; each dose is counted in the card's counter too.</summary>
    /// <param name="parameters">The subject's, in the order of the model.</param>
    public InputSchedule For(ReadOnlySpan<double> parameters)
    {
        var boluses = new List<Bolus>();
        var infusions = new List<Infusion>();
        foreach (var course in courses)
        {
            var amount = course.Amount * (course.PerMass ? parameters[bodyMass] : 1) * (course.PerProtein ? parameters[particlesPerMicrogram] : 1);
            for (var k = 0; k < course.Times; k++)
                foreach (var state in given >= 0 ? new[] { course.State, given } : [course.State])
                {
                    var start = course.First + (k * course.Interval);
                    if (course.Duration > 0)
                        infusions.Add(new(start, start + course.Duration, state, amount / course.Duration));
                    else
                        boluses.Add(new(start, state, amount));
                }
        }
        return new([.. boluses.OrderBy(bolus => bolus.Time)], [.. infusions.OrderBy(infusion => infusion.Start)]);
    }

    private static Course ToCourse(Dose dose, ModelCard card, CompiledModel model, ModelUnits units, Unit time)
    {
        var (perMass, perProtein) = FormOf(dose);
        var state = card.Routes[dose.Route];
        var unit = UnitParser.Parse(dose.Quantity.Unit) * (perMass ? units.Of(card.BodyMass!)! : Unit.One) * (perProtein ? units.Of(card.ParticlesPerMicrogram!)! : Unit.One);
        return new(
            model.IndexOfState(state), dose.From.In(time), dose.Every?.In(time) ?? 0, dose.Times, dose.Over?.In(time) ?? 0,
            dose.Quantity.Value * unit.ConversionFactor(units.Of(state)!), perMass, perProtein);
    }
}
