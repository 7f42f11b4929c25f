namespace Idunn.Modeling.Tests.Sbml;

/// <summary>Small SBML texts.</summary>
internal static class SbmlText
{
    private const string MathMl = "xmlns=\"http://www.w3.org/1998/Math/MathML\"";

    public static string Level3(string content) => $"<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\">{content}</model></sbml>";

    public static string Level2(int version, string content) =>
        $"<sbml xmlns=\"http://www.sbml.org/sbml/level2{(version == 1 ? "" : $"/version{version}")}\" level=\"2\" version=\"{version}\"><model id=\"m\">{content}</model></sbml>";

    public static string Math(string content) => $"<math {MathMl}>{content}</math>";

    /// <summary>x starts at 1 and follows a rate rule.</summary>
    public static string Rate(string formula) => "<listOfParameters><parameter id=\"x\" value=\"1\" constant=\"false\"/></listOfParameters>"
        + $"<listOfRules><rateRule variable=\"x\">{Math(formula)}</rateRule></listOfRules>";

    public static string Function(string id, string variable, string body) => $"<functionDefinition id=\"{id}\">{Math($"<lambda><bvar><ci>{variable}</ci></bvar>{body}</lambda>")}</functionDefinition>";

    public static string Apply(string operation, params string[] operands) => $"<apply>{operation}{string.Concat(operands)}</apply>";

    public static string Call(string function, string operand) => Apply($"<ci>{function}</ci>", operand);
}
