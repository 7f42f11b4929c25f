using System.Collections.Immutable;

namespace Idunn.Modeling.Checking;

/// <summary>The codes of models, units and parameter tables: IDN1xx, IDN2xx, IDN3xx.</summary>
public static class FindingCodes
{
    public static FindingCode Syntax { get; } = Error("IDN101", "The text is not Antimony at this place.", "Mend the statement; the message says what was expected.");
    public static FindingCode Unsupported { get; } = Error("IDN102", "A feature of Antimony that Idunn does not simulate.", "Say the same with reactions, rules and events.");
    public static FindingCode Import { get; } = Error("IDN103", "An imported file is missing, or files import each other in a circle.", "Correct the path, or break the circle.");
    public static FindingCode UnknownModule { get; } = Error("IDN104", "A model or function of that name does not exist.", "Define it, import its file, or correct the name.");
    public static FindingCode ArgumentCount { get; } = Error("IDN105", "Too many or too few arguments.", "Give as many as the definition has.");
    public static FindingCode Duplicate { get; } = Error("IDN106", "One thing is defined twice.", "Keep one definition.");
    public static FindingCode UnknownPart { get; } = Error("IDN107", "A dotted id names a part that the submodel does not have.", "Correct the id.");
    public static FindingCode Kind { get; } = Error("IDN108", "One id is used as two kinds of thing, such as species and compartment.", "Rename one of them.");
    public static FindingCode Recursion { get; } = Error("IDN109", "A model contains itself, or a function calls itself.", "Break the circle.");
    public static FindingCode UnknownId { get; } = Error("IDN110", "A formula uses an id that nothing defines.", "Correct the id, or give it a value in a parameter table.");
    public static FindingCode CyclicRule { get; } = Error("IDN111", "Assignment rules or initial values depend on each other in a circle.", "Make one of them a rate rule, or solve the equations by hand.");
    public static FindingCode ConstantSpecies { get; } = Error("IDN112", "A reaction would change a species that is constant or ruled.", "Write $S in the reaction if it is meant to leave S alone.");
    public static FindingCode Volume { get; } = Error("IDN113", "A compartment's size is zero or negative.", "Give it a positive size.");
    public static FindingCode UnusedParameter { get; } = Error("IDN114", "A parameter of the model is in no formula.", "Remove it, or use it.");
    public static FindingCode Unsayable { get; } = new("IDN115", Severity.Warning, "The format that is written has no word for a part of the model; no value depends on it.", "Keep the original beside it.");
    public static FindingCode OnlyAtStart { get; } = new("IDN116", Severity.Warning, "A constant is computed at the start from what changes later.", "Use := if it is to follow; with = it keeps its first value.");

    public static FindingCode Delay { get; } = Error("IDN120", "An event has a delay, which Idunn does not simulate yet.", "Write the delay into the trigger, for instance as a later time.");
    public static FindingCode Priority { get; } = Error("IDN121", "An event has a priority, which Idunn does not simulate yet.", "Give the events triggers that never become true at the same instant.");
    public static FindingCode FiresAtStart { get; } = Error("IDN122", "An event may fire at the start (t0 = false), which Idunn does not simulate yet.", "Put its effect into the initial values.");
    public static FindingCode Trigger { get; } = Error("IDN123", "A trigger is not a comparison by size, so that its instant cannot be found.", "Use <, <=, >, >=, and, or, not.");
    public static FindingCode NoRate { get; } = Error("IDN124", "A reaction has no rate.", "Write its rate law, or remove it.");
    public static FindingCode VaryingSize { get; } = Error("IDN125", "A concentration has a rate rule while its compartment's size varies, which Idunn does not simulate yet.", "Make the species an amount (substanceOnly), or keep the size constant.");
    public static FindingCode ConstantChanged { get; } = Error("IDN126", "A constant is changed by a rule or an event.", "Make it variable, or remove the change.");
    public static FindingCode ChangedTwice { get; } = Error("IDN127", "A variable is changed in two ways.", "Keep one of them.");
    public static FindingCode UnknownObserved { get; } = Error("IDN128", "A quantity to observe is not in the model.", "Name a species, parameter, compartment, rule or reaction of the model.");

    public static FindingCode Algebraic { get; } = Error("IDN129", "An algebraic rule determines no variable, or cannot be solved.", "Give it one variable that no rule, reaction or constant fixes.");
    public static FindingCode SingleRun { get; } = Error("IDN130", "A construct that single simulations know and cohorts do not: algebraic rules, fast reactions, delay().", "Use idunn simulate, or write the model without it.");
    public static FindingCode DerivedRate { get; } = Error("IDN131", "rateOf() asks for a rate that is not given by reactions or a rate rule.", "Write the rate as a formula.");
    public static FindingCode Draw { get; } = Error("IDN132", "A random draw stands where it has no meaning, or in a simulation that makes none: it is made once at the start, or each time an event does something.", "Put it into an initial assignment or an event; what differs between the subjects of a cohort belongs into its population.");
    public static FindingCode Stoichiometry { get; } = Error("IDN140", "A stoichiometry is no whole number, so that the reaction cannot happen one by one.", "Write it with whole numbers, or simulate the model by differential equations.");
    public static FindingCode TimedRate { get; } = Error("IDN141", "A rate law depends on time as such, which the simulation of single reactions does not follow.", "Let an event switch it, or simulate the model by differential equations.");
    public static FindingCode BetweenReactions { get; } = Error("IDN142", "A rate rule, an algebraic rule or a fast reaction changes a quantity between reactions, which the simulation of single reactions does not follow.", "Write the rule as a reaction, or simulate the model by differential equations.");
    public static FindingCode NotCounted { get; } = Error("IDN143", "An amount is not a whole number of things: a fraction, or moles.", "Give whole numbers of items.");
    public static FindingCode NetRate { get; } = Error("IDN144", "A reversible reaction has one net rate, from which its two directions cannot be told.", "Write the two directions as reactions of their own; if it goes one way only, write => in place of ->.");

    public static FindingCode UnknownUnit { get; } = Error("IDN201", "A unit cannot be read.", "Correct it, or declare it with: unit NAME = …");
    public static FindingCode Dimension { get; } = Error("IDN202", "Two things that must measure the same do not.", "Correct the formula or the unit.");
    public static FindingCode Scale { get; } = Error("IDN203", "Two units measure the same in different sizes (mL and L); numbers are used as they stand.", "Use one unit, or multiply by a conversion factor.");
    public static FindingCode NotPure { get; } = Error("IDN204", "A pure number is needed, such as the argument of exp.", "Divide by a reference quantity.");
    public static FindingCode Exponent { get; } = Error("IDN205", "A quantity with a unit is raised to a power that is not a fixed number.", "Divide by a reference quantity first: (x/K)^n.");
    public static FindingCode NoUnit { get; } = new("IDN206", Severity.Warning, "A quantity has no unit, so the formulas that use it are not checked.", "Declare it (x has mL) or give the unit in the parameter table.");
    public static FindingCode TableUnit { get; } = Error("IDN207", "The unit in the table does not measure what the model's unit does.", "Correct one of them.");

    public static FindingCode TableLayout { get; } = Error("IDN301", "A column is missing, unknown or there twice, or a row is too long.", "Use the columns of the PEtab v2 parameter table and the provenance columns.");
    public static FindingCode Cell { get; } = Error("IDN302", "A cell cannot be read.", "Correct it; the message says what may stand there.");
    public static FindingCode DuplicateRow { get; } = Error("IDN303", "A parameter stands in two rows.", "Keep one.");
    public static FindingCode Bounds { get; } = Error("IDN304", "The nominal value lies outside its bounds or its prior.", "Correct the value or the range.");
    public static FindingCode Prior { get; } = Error("IDN305", "A prior is unknown or its parameters do not fit it.", "Use log-normal, log-uniform, normal or uniform, with two parameters.");
    public static FindingCode Provenance { get; } = Error("IDN306", "A value does not say where it comes from.", "Give reference and locator, or status assumption and a note that says why.");
    public static FindingCode NoValue { get; } = Error("IDN307", "A quantity has no value: not in the model and not in a table.", "Give it a row in a parameter table.");
    public static FindingCode NoOrigin { get; } = Error("IDN308", "A value stands in a model file, where it cannot have an origin.", "Move it to a parameter table.");
    public static FindingCode HiddenConstant { get; } = Error("IDN309", "A formula hides a number.", "Move it to a parameter table and name it.");
    public static FindingCode UnusedRow { get; } = Error("IDN310", "A row of a parameter table is for nothing in the model.", "Remove it, or correct its id.");
    public static FindingCode UnknownReference { get; } = Error("IDN311", "A reference is not in the bibliography.", "Add it to references.bib, or correct the key.");
    public static FindingCode TwoValues { get; } = Error("IDN312", "A quantity has a value in the model and in a table.", "Keep the one in the table.");
    public static FindingCode UnknownIdentifier { get; } = Error("IDN313", "A model names an entry of a public collection that identifiers.tsv does not have.", "Look the entry up and give it a row, or remove the statement. Never write one from memory.");

    public static FindingCode PetabFile { get; } = Error("IDN320", "A file of a PEtab problem is missing or cannot be read.", "Correct the path in the problem file.");
    public static FindingCode PetabTable { get; } = Error("IDN321", "A table of a PEtab problem lacks a column or has it twice, or a row is too long.", "Use the columns that the PEtab specification names.");
    public static FindingCode PetabCell { get; } = Error("IDN322", "A cell of a PEtab table cannot be read.", "Correct it; the message says what may stand there.");
    public static FindingCode PetabDuplicate { get; } = Error("IDN323", "An id of a PEtab problem is defined twice, or a condition sets one target twice.", "Keep one.");
    public static FindingCode PetabReference { get; } = Error("IDN324", "A PEtab table names something that no table and no model defines.", "Correct the id, or define it.");
    public static FindingCode PetabMath { get; } = Error("IDN325", "A text is no PEtab math expression.", "Correct the expression; the message says what was expected.");
    public static FindingCode PetabOverrides { get; } = Error("IDN326", "A measurement gives more or fewer parameters than its observable has placeholders.", "Give as many, with semicolons between.");
    public static FindingCode PetabTarget { get; } = Error("IDN327", "A condition or the parameter table sets what it cannot: a variable with a rule, a reaction, or a parameter of the table.", "Set a constant, a species, a compartment, or what has a rate.");
    public static FindingCode PetabPrior { get; } = Error("IDN328", "A prior of a PEtab problem is unknown, or its parameters do not fit it.", "Use a distribution of the specification, with its parameters.");
    public static FindingCode PetabUnsupported { get; } = Error("IDN329", "A PEtab problem needs what is not supported: another version, another model language, an extension.", "Use PEtab 1 or 2 with SBML models and without required extensions.");
    public static FindingCode PetabTime { get; } = Error("IDN330", "A measurement lies before the start of its experiment, or periods do not follow each other.", "Correct the time.");

    public static FindingCode Xml { get; } = Error("IDN151", "The file is not well-formed XML, or holds what is refused: a document type, entities.", "Export the model again from the tool that wrote it.");
    public static FindingCode NotSbml { get; } = Error("IDN152", "The file is XML, but not SBML of a level that is read (Level 2 and 3).", "Save the SBML file itself, not the web page about it.");
    public static FindingCode Package { get; } = Error("IDN153", "The model needs an SBML package that changes its meaning and is not supported.", "Use a version of the model without the package.");
    public static FindingCode Attribute { get; } = Error("IDN154", "An attribute is missing or cannot be read.", "Correct it; the message says what may stand there.");
    public static FindingCode MathMl { get; } = Error("IDN155", "A formula is not MathML as SBML allows it.", "Correct the formula; the message says what was expected.");
    public static FindingCode TooLarge { get; } = Error("IDN156", "The file is too large, too deep or grows too much.", "Split the model.");
    public static FindingCode Composition { get; } = Error("IDN157", "A submodel, port, replacement or deletion refers to nothing.", "Correct the reference.");
    public static FindingCode Element { get; } = Error("IDN158", "SBML has no such element at this place.", "Correct its name; what is no SBML belongs into an annotation.");

    public static FindingCode SedMl { get; } = Error("IDN161", "A SED-ML file is not as the standard has it, or refers to something that is not there.", "Correct the file; the message says what was expected.");
    public static FindingCode SedMlUnsupported { get; } = Error("IDN162", "A SED-ML file asks for what Idunn does not do.", "Leave it out, or run the file with a tool that does.");
    public static FindingCode SedMlResult { get; } = Error("IDN163", "A simulation that a SED-ML file asks for came to nothing: it ended early, or no steady state was found.", "Look at the model with idunn info and idunn simulate.");
    public static FindingCode Archive { get; } = Error("IDN165", "The file is no COMBINE archive: no ZIP file, or without a manifest that lists what is in it.", "Export the archive again from the tool that wrote it.");
    public static FindingCode ArchivePath { get; } = Error("IDN166", "An archive holds an entry that would lie outside of it, a link, or two entries of one name.", "Do not trust the archive; nothing of it was written.");
    public static FindingCode ArchiveSize { get; } = Error("IDN167", "An archive grows beyond measure when it is unpacked, or has too many entries.", "Do not trust the archive, or take the large files out.");

    public static ImmutableArray<FindingCode> All { get; } =
    [
        Syntax, Unsupported, Import, UnknownModule, ArgumentCount, Duplicate, UnknownPart, Kind, Recursion, UnknownId, CyclicRule, ConstantSpecies, Volume, UnusedParameter, Unsayable, OnlyAtStart,
        Stoichiometry, TimedRate, BetweenReactions, NotCounted, NetRate,
        Delay, Priority, FiresAtStart, Trigger, NoRate, VaryingSize, ConstantChanged, ChangedTwice, UnknownObserved, Algebraic, SingleRun, DerivedRate, Draw,
        UnknownUnit, Dimension, Scale, NotPure, Exponent, NoUnit, TableUnit,
        TableLayout, Cell, DuplicateRow, Bounds, Prior, Provenance, NoValue, NoOrigin, HiddenConstant, UnusedRow, UnknownReference, TwoValues, UnknownIdentifier,
        PetabFile, PetabTable, PetabCell, PetabDuplicate, PetabReference, PetabMath, PetabOverrides, PetabTarget, PetabPrior, PetabUnsupported, PetabTime,
        Xml, NotSbml, Package, Attribute, MathMl, TooLarge, Composition, Element, SedMl, SedMlUnsupported, SedMlResult, Archive, ArchivePath, ArchiveSize,
    ];

    private static FindingCode Error(string code, string meaning, string remedy) => new(code, Severity.Error, meaning, remedy);
}
