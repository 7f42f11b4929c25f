namespace Fuzz;

/// <summary>The SBML around formulas that are made up.</summary>
internal static class SbmlText
{
    /// <summary>The content of a math element as a rule of a model that has a function, a delay and a reaction to speak of.</summary>
    public static string Around(string math) => $"""
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m" timeUnits="second" substanceUnits="mole" volumeUnits="litre" extentUnits="mole">
        <listOfFunctionDefinitions><functionDefinition id="f"><math xmlns="http://www.w3.org/1998/Math/MathML"><lambda><bvar><ci>a</ci></bvar><bvar><ci>b</ci></bvar><apply><plus/><ci>a</ci><apply><times/><ci>a</ci><ci>b</ci></apply></apply></lambda></math></functionDefinition></listOfFunctionDefinitions>
        <listOfCompartments><compartment id="c" size="2" constant="true" spatialDimensions="3"/></listOfCompartments>
        <listOfSpecies><species id="S" compartment="c" initialConcentration="3" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/></listOfSpecies>
        <listOfParameters><parameter id="k" value="0.5" constant="true"/><parameter id="y" constant="false"/></listOfParameters>
        <listOfRules><assignmentRule variable="y"><math xmlns="http://www.w3.org/1998/Math/MathML" xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core">{math}</math></assignmentRule></listOfRules>
        <listOfReactions><reaction id="loss" reversible="false"><listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
        <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>S</ci></apply></math></kineticLaw></reaction></listOfReactions></model></sbml>
        """;

    /// <summary>What SED-ML files and PEtab problems are about.</summary>
    public const string Model = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfCompartments><compartment id="c" size="1" constant="true" spatialDimensions="3"/></listOfCompartments>
        <listOfSpecies><species id="A" compartment="c" initialConcentration="3" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/><species id="B" compartment="c" initialAmount="1" hasOnlySubstanceUnits="true" boundaryCondition="false" constant="false"/></listOfSpecies>
        <listOfParameters><parameter id="k" value="0.5" constant="true"/><parameter id="p" value="1" constant="true"/><parameter id="r" constant="false"/></listOfParameters>
        <listOfRules><assignmentRule variable="r"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><cn>2</cn><ci>A</ci></apply></math></assignmentRule></listOfRules>
        <listOfReactions><reaction id="turn" reversible="false"><listOfReactants><speciesReference species="A" stoichiometry="1" constant="true"/></listOfReactants><listOfProducts><speciesReference species="B" stoichiometry="1" constant="true"/></listOfProducts>
        <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>A</ci></apply></math></kineticLaw></reaction></listOfReactions></model></sbml>
        """;
}
