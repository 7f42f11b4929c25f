using Idunn.Studies.Wording;

namespace Idunn.Studies.Reports.Sections;

/// <summary>What the page of claims says around the claims, in the languages that the project speaks.</summary>
static class ClaimWords
{
    public static readonly Phrase Title = new("What published claims come to", "已發表的主張，檢驗後成立到什麼程度");

    public static readonly Phrase Lead = new(
        "{0} claims, each under every rival hypothesis of how vesicles act, over {1} draws of all that is uncertain.",
        "共 {0} 項主張，分別在囊泡作用方式的每個競爭假說之下，對所有不確定的參數抽樣 {1} 組加以檢驗。");

    public static readonly Phrase Context = new(
        "A probability marked “prior only” is that of the assumptions: no published number moved the parameters that decide. It is shown with the priors of the assumed effects halved and doubled (within the bounds of their tables), and the verdict is then “undetermined”, whatever the probability. This is a computation, not medical advice.",
        "標示「僅反映先驗假設」的機率只是假設的結果：沒有任何已發表的數據影響決定性的參數。此時會一併列出效應的先驗減半與加倍（以參數表的界限為限）時的機率，而且無論機率高低，判定一律為「無法判定」。本頁為計算結果，並非醫療建議。");

    public static readonly Phrase OfThisStudy = new("Claims that this study decides", "本研究判定的主張");

    public static readonly Phrase FromThisRun = new(
        "From the draws of this run. “idunn claims” runs them with the priors of the assumed effects halved and doubled, and solves for what would have to be true.",
        "以本次執行的抽樣判定。「idunn claims」另以效應先驗減半與加倍檢驗，並求解須具備什麼條件才會成立。");

    public static readonly Phrase Overview = new("At a glance", "一覽");
    public static readonly Phrase Claim = new("Claim", "主張");
    public static readonly Phrase Verdict = new("Verdict", "判定");
    public static readonly Phrase GeneralKnowledge = new("general knowledge", "一般認知");
    public static readonly Phrase HoldsWhen = new("It holds when", "成立的條件：");
    public static readonly Phrase Is = new("“{0}” is {1}", "「{0}」{1}");
    public static readonly Phrase And = new(" and ", "，且");
    public static readonly Phrase Stop = new(".", "。");
    public static readonly Phrase OfStudy = new("study {0}", "研究 {0}");
    public static readonly Phrase Hypothesis = new("Hypothesis", "假說");
    public static readonly Phrase Probability = new("Probability that it holds", "成立的機率");
    public static readonly Phrase Picture = new("Picture", "圖示");
    public static readonly Phrase Number = new("Deciding number, median and 5–95 %", "決定性的數值：中位數與 5–95 %");
    public static readonly Phrase Owners = new("Who owns the uncertainty", "不確定性來自何處");
    public static readonly Phrase AnyHypothesis = new("alike under every hypothesis", "各假說皆同");
    public static readonly Phrase Assumption = new("assumption", "假設");
    public static readonly Phrase NoOwner = new("no single parameter, as far as so few draws tell", "就現有抽樣數而言，沒有單一參數足以解釋");
    public static readonly Phrase HardlyMoves = new("hardly moves in any draw", "各組抽樣幾乎不變");
    public static readonly Phrase Comma = new(", ", "、");
    public static readonly Phrase Colon = new(": ", "：");
    public static readonly Phrase Misfit = new("the closest draw is {0} standard deviations from the published numbers", "最接近的一組抽樣與已發表數據仍相差 {0} 個標準差");
    public static readonly Phrase Scaled = new("prior halved {0}, doubled {1}", "先驗減半 {0}，加倍 {1}");
    public static readonly Phrase Evidence = new("explains the published numbers {0} times less well than the best hypothesis", "對已發表數據的解釋力是最佳假說的 {0} 分之一");
    public static readonly Phrase Undecided = new("{0} of {1} draws do not decide: the number does not exist there, because the subject died or a level was never crossed.", "{1} 組抽樣中有 {0} 組無法作出判斷：個體在此之前死亡，或從未跨越門檻，因此沒有這個數值。");
    public static readonly Phrase WouldHaveToBeTrue = new("What would have to be true", "須具備什麼條件才會成立");
    public static readonly Phrase Lever = new("One quantity alone would have to be", "僅改變單一項時所需的數值");

    public static readonly Phrase HowSolved = new(
        "Solved one at a time in a typical subject without chance: assumed effects at the medians of their priors, everything else at its table value. So this can hold where the probability above is small, and the other way round. ● inside, ○ outside the range.",
        "在不含隨機性的典型個體中逐項求解：假設的效應取其先驗中位數，其餘取參數表的數值。因此即使上方的機率很低，此處仍可能成立，反之亦然。● 在範圍內，○ 超出範圍。");

    public static readonly Phrase MeasuredRange = new("measured range", "實測範圍");
    public static readonly Phrase AssumedRange = new("assumed range", "假設範圍");
    public static readonly Phrase Missing = new("Missing:", "缺少的數據：");
    public static readonly Phrase Settles = new("What would settle it:", "能作出定論的量測：");
    public static readonly Phrase NoEvidence = new("No published number with a stated error weighed the draws.", "沒有任何附帶誤差的已發表數據可用來為抽樣加權。");
    public static readonly Phrase WeighedBy = new("Weighed by:", "用以加權的數據：");

    /// <summary>Levers that are no parameters; a parameter has the name of its table.</summary>
    public static readonly IReadOnlyDictionary<string, Phrase> Levers = new Dictionary<string, Phrase>
    {
        ["dose"] = new("dose, as a multiple of the study's", "劑量（研究劑量的倍數）"),
        ["imposed-engagement"] = new("share of full engagement of neurons and microglia, imposed whatever its cause", "直接設定的神經元與微膠細胞受作用程度（不論成因）"),
    };
}
