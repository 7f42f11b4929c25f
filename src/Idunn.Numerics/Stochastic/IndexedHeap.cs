namespace Idunn.Numerics.Stochastic;

/// <summary>The indexed priority queue of Gibson and Bruck (2000): a binary heap of items by ascending key that knows where each item stands.</summary>
internal sealed class IndexedHeap
{
    private readonly double[] keys;
    private readonly int[] items, places;

    public IndexedHeap(int count)
    {
        (keys, items, places) = (new double[count], new int[count], new int[count]);
        for (var i = 0; i < count; i++)
            items[i] = places[i] = i;
    }

    public int Count => items.Length;

    /// <summary>The item with the least key; of equal keys, any, but always the same after the same moves.</summary>
    public int First => items[0];

    /// <summary>An item's key. After setting keys in this way, <see cref="Order"/>.</summary>
    public double this[int item]
    {
        get => keys[item];
        set => keys[item] = value;
    }

    /// <summary>Puts all items in order anew, whatever their order was before.</summary>
    public void Order()
    {
        for (var i = 0; i < items.Length; i++)
            items[i] = places[i] = i;
        for (var place = items.Length / 2 - 1; place >= 0; place--)
            Sink(place);
    }

    /// <summary>Changes one item's key.</summary>
    public void Move(int item, double key)
    {
        keys[item] = key;
        Sink(Rise(places[item]));
    }

    private int Rise(int place)
    {
        while (place > 0 && keys[items[place]] < keys[items[(place - 1) / 2]])
            place = Swap(place, (place - 1) / 2);
        return place;
    }

    private void Sink(int place)
    {
        for (var child = 2 * place + 1; child < items.Length; child = 2 * place + 1)
        {
            if (child + 1 < items.Length && keys[items[child + 1]] < keys[items[child]])
                child++;
            if (!(keys[items[child]] < keys[items[place]]))
                return;
            place = Swap(place, child);
        }
    }

    private int Swap(int place, int other)
    {
        (items[place], items[other]) = (items[other], items[place]);
        (places[items[place]], places[items[other]]) = (place, other);
        return other;
    }
}
