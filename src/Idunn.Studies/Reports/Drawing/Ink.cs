namespace Idunn.Studies.Reports.Drawing;

/// <summary>A named colour. The name is a class in SVG, so that a dark page can exchange it; the value is what paper and PNG show.</summary>
/// <param name="Hex">#rrggbb.</param>
public sealed record Ink(string Name, string Hex)
{
    public static Ink Text { get; } = new("text", "#1d2329");
    public static Ink Muted { get; } = new("muted", "#56616b");
    public static Ink Grid { get; } = new("grid", "#dfe4e8");
    public static Ink Axis { get; } = new("axis", "#8b959e");
    public static Ink Paper { get; } = new("paper", "#ffffff");
    public static Ink Skin { get; } = new("skin", "#f3f1ec");
    public static Ink Outline { get; } = new("outline", "#a39c8f");
    public static Ink Threshold { get; } = new("threshold", "#9c2f00");

    /// <summary>Arms in order; after Okabe and Ito's colour-blind-safe palette, darkened until text in them reads on white.</summary>
    public static IReadOnlyList<Ink> Arms { get; } =
    [
        new("arm0", "#00629b"), new("arm1", "#b34700"), new("arm2", "#00734f"), new("arm3", "#94477c"), new("arm4", "#6b5a00"), new("arm5", "#444c54"), new("arm6", "#007a87"), new("arm7", "#a3274f"),
    ];

    /// <summary>Little to much, one hue, even steps of lightness.</summary>
    public static IReadOnlyList<Ink> Ramp { get; } =
    [
        new("ramp0", "#f4f8fb"), new("ramp1", "#d6e6f2"), new("ramp2", "#abcee4"), new("ramp3", "#74acd0"), new("ramp4", "#3c83b3"), new("ramp5", "#175a8c"), new("ramp6", "#08335a"),
    ];

    public static Ink Arm(int index) => Arms[index % Arms.Count];
}
