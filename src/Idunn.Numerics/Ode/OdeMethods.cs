namespace Idunn.Numerics.Ode;

/// <summary>The methods by the names under which users choose them.</summary>
public static class OdeMethods
{
    /// <summary>In place of a name: the program chooses.</summary>
    public const string Automatic = "auto";

    public static IReadOnlyList<string> Names { get; } = ["rodas5p", "ndf", "bdf", "tsit5"];

    /// <summary>Null when there is none of that name.</summary>
    public static OdeMethod? Find(string name) => name switch
    {
        "rodas5p" => Rodas5P.Tableau,
        "ndf" => Ndf.Variable,
        "bdf" => Ndf.Backward,
        "tsit5" => Tsit5.Tableau,
        _ => null,
    };
}
