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
    /// <param name="IsProduct">True: counted in the card's counter too.</param>
    /// <param name="IsLevel">True: the amount stands from First to the end of Duration, which is infinite when the level stays.</param>
    private readonly record struct Course(int State, double First, double Interval, int Times, double Duration, double Amount, bool PerMass, bool PerProtein, bool IsProduct, bool IsLevel);

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

    /// <summary>Times of all doses of products, ascending, in model time.</summary>
    public IEnumerable<double> Times => courses.Where(course => course.IsProduct).SelectMany(Starts).Order();

    /// <summary>Times at which treatments of the model start, in model time; of each course the first.</summary>
    public IEnumerable<double> TreatmentStarts => courses.Where(course => !course.IsProduct).Select(course => course.First).Order();

    /// <summary>Ends of infusions of products, in model time.</summary>
    public IEnumerable<double> Ends => courses.Where(course => course.IsProduct && course.Duration > 0).SelectMany(course => Starts(course).Select(start => start + course.Duration));

    private static IEnumerable<double> Starts(Course course) => Enumerable.Range(0, course.Times).Select(k => course.First + (k * course.Interval));

    /// <summary>What one subject is given; each dose is counted in the card's counter too.</summary>
    /// <param name="parameters">The subject's, in the order of the model.</param>
    public InputSchedule For(ReadOnlySpan<double> parameters)
    {
        var boluses = new List<Bolus>();
        var infusions = new List<Infusion>();
        foreach (var course in courses)
        {
            var amount = course.Amount * (course.PerMass ? parameters[bodyMass] : 1) * (course.PerProtein ? parameters[particlesPerMicrogram] : 1);
            foreach (var start in Starts(course))
                foreach (var state in given >= 0 && course.IsProduct ? new[] { course.State, given } : [course.State])
                {
                    if (course.Duration > 0 && !course.IsLevel)
                        infusions.Add(new(start, start + course.Duration, state, amount / course.Duration));
                    else
                        boluses.Add(new(start, state, amount));
                    if (course.IsLevel && double.IsFinite(course.Duration))
                        boluses.Add(new(start + course.Duration, state, -amount));
                }
        }
        return new([.. boluses.OrderBy(bolus => bolus.Time)], [.. infusions.OrderBy(infusion => infusion.Start)]);
    }

    private static Course ToCourse(Dose dose, ModelCard card, CompiledModel model, ModelUnits units, Unit time)
    {
        if (!dose.IsProduct)
            return ToTreatment(dose, card.Treatments[dose.Give], model, units, time);
        var (perMass, perProtein) = FormOf(dose);
        var state = card.Routes[dose.Route];
        var unit = UnitParser.Parse(dose.Quantity.Unit) * (perMass ? units.Of(card.BodyMass!)! : Unit.One) * (perProtein ? units.Of(card.ParticlesPerMicrogram!)! : Unit.One);
        return new(
            model.IndexOfState(state), dose.From.In(time), dose.Every?.In(time) ?? 0, dose.Times, dose.Over?.In(time) ?? 0,
            dose.Quantity.Value * unit.ConversionFactor(units.Of(state)!), perMass, perProtein, true, false);
    }

    private static Course ToTreatment(Dose dose, Treatment treatment, CompiledModel model, ModelUnits units, Unit time)
    {
        var duration = dose.Over?.In(time) ?? (treatment.IsLevel ? double.PositiveInfinity : 0);
        return new(
            model.IndexOfState(treatment.State), dose.From.In(time), dose.Every?.In(time) ?? 0, dose.Times, duration,
            dose.Quantity.In(units.Of(treatment.State)!), false, false, false, treatment.IsLevel);
    }
}
