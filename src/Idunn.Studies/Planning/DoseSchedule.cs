using System.Collections.Immutable;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Units;
using Idunn.Numerics.Ode;
using Idunn.Studies.Inputs;

namespace Idunn.Studies.Planning;

/// <summary>An arm's doses in the model's time and particles, up to what depends on the subject.</summary>
internal sealed class DoseSchedule
{
    /// <param name="Particles">Particles of one dose, for one kg of body mass (PerKg) or one particle per µg (PerMicrogram) where these are set.</param>
    private readonly record struct Course(int State, double First, double Interval, int Times, double Duration, double Particles, bool PerKg, bool PerMicrogram);

    private readonly ImmutableArray<Course> courses;
    private readonly int given;
    private readonly int bodyMass;
    private readonly double kgPerUnit;
    private readonly int particlesPerMicrogram;

    /// <param name="time">The model's unit of time.</param>
    /// <param name="kgPerUnit">Kilograms in the model's unit of body mass.</param>
    public DoseSchedule(Arm arm, ModelCard card, CompiledModel model, Unit time, double kgPerUnit)
    {
        given = card.Given is { } counter ? model.IndexOfState(counter) : -1;
        bodyMass = card.BodyMass is { } mass ? model.IndexOfParameter(mass) : -1;
        particlesPerMicrogram = card.ParticlesPerMicrogram is { } perMicrogram ? model.IndexOfParameter(perMicrogram) : -1;
        this.kgPerUnit = kgPerUnit;
        courses = [.. arm.Doses.Select(dose => ToCourse(dose, model.IndexOfState(card.Routes[dose.Route]), time))];
    }

    public bool NeedsBodyMass => courses.Any(course => course.PerKg);

    public bool NeedsParticlesPerMicrogram => courses.Any(course => course.PerMicrogram);

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
            var amount = course.Particles * (course.PerKg ? parameters[bodyMass] * kgPerUnit : 1) * (course.PerMicrogram ? parameters[particlesPerMicrogram] : 1);
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

    private static Course ToCourse(Dose dose, int state, Unit time)
    {
        var unit = UnitParser.Parse(dose.Quantity.Unit);
        var forms = new[] { ("particle", false, false), ("particle/kg", true, false), ("ug", false, true), ("ug/kg", true, true) };
        var (form, perKg, perMicrogram) = forms.First(candidate => unit.IsCompatibleWith(UnitParser.Parse(candidate.Item1)));
        return new(state, dose.From.In(time), dose.Every?.In(time) ?? 0, dose.Times, dose.Over?.In(time) ?? 0, dose.Quantity.In(form), perKg, perMicrogram);
    }
}
