namespace Idunn.Modeling.Tests.RoundTrips;

/// <summary>Numbers that decide one after the other what a random model holds; when they are used up every answer is the first one, so that fewer numbers make a smaller model.</summary>
internal sealed class Choices(int[] numbers)
{
    private int position;

    /// <summary>From 0 up to one less than the count.</summary>
    public int Below(int count) => position < numbers.Length ? numbers[position++] % count : 0;

    public T Of<T>(params ReadOnlySpan<T> options) => options[Below(options.Length)];

    /// <summary>True once in so many times.</summary>
    public bool Once(int times) => Below(times) == times - 1;

    public T? Maybe<T>(int times, Func<T> make) => Once(times) ? make() : default;

    public T[] Some<T>(int most, Func<T> make)
    {
        var some = new T[Below(most + 1)];
        for (var i = 0; i < some.Length; i++)
            some[i] = make();
        return some;
    }
}
