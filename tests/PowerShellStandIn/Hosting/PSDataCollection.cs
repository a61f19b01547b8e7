using System.Collections;

namespace System.Management.Automation;

public sealed class DataAddedEventArgs(Guid psInstanceId, int index) : EventArgs
{
    public int Index { get; } = index;

    public Guid PowerShellInstanceId { get; } = psInstanceId;
}

internal interface IBuffer
{
    bool IsOpen { get; }

    void StopWaiting();
}

public class PSDataCollection<T> : IList<T>, IList, IDisposable, IBuffer
{
    private readonly List<T> _items = [];
    private readonly object _gate = new();
    private bool _isOpen = true;
    private int _writers;

    public PSDataCollection()
    {
    }

    public PSDataCollection(IEnumerable<T> items)
    {
        _items.AddRange(items);
        Complete();
    }

    public event EventHandler<DataAddedEventArgs>? DataAdded;

    public event EventHandler? Completed;

    public bool IsOpen => _isOpen;

    public bool BlockingEnumerator { get; set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    public bool IsReadOnly => false;

    bool IList.IsFixedSize => false;

    bool ICollection.IsSynchronized => true;

    object ICollection.SyncRoot => _gate;

    public T this[int index]
    {
        get
        {
            lock (_gate)
            {
                return _items[index];
            }
        }

        set
        {
            lock (_gate)
            {
                _items[index] = value;
            }
        }
    }

    object? IList.this[int index]
    {
        get => this[index];
        set => this[index] = (T)value!;
    }

    public void Add(T item)
    {
        int index;
        lock (_gate)
        {
            if (!_isOpen)
            {
                throw new PSInvalidOperationException("Objects cannot be added to a closed buffer.");
            }

            index = _items.Count;
            _items.Add(item);
            Monitor.PulseAll(_gate);
        }

        DataAdded?.Invoke(this, new DataAddedEventArgs(Guid.Empty, index));
    }

    public void Complete()
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return;
            }

            _isOpen = false;
            Monitor.PulseAll(_gate);
        }

        Completed?.Invoke(this, EventArgs.Empty);
    }

    public System.Collections.ObjectModel.Collection<T> ReadAll()
    {
        lock (_gate)
        {
            System.Collections.ObjectModel.Collection<T> all = [.. _items];
            _items.Clear();
            return all;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _items.Clear();
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; TryWaitFor(i, out T? item); i++)
        {
            yield return item!;
        }
    }

    public void Insert(int index, T item)
    {
        lock (_gate)
        {
            _items.Insert(index, item);
        }
    }

    public void RemoveAt(int index)
    {
        lock (_gate)
        {
            _items.RemoveAt(index);
        }
    }

    public bool Remove(T item)
    {
        lock (_gate)
        {
            return _items.Remove(item);
        }
    }

    public int IndexOf(T item)
    {
        lock (_gate)
        {
            return _items.IndexOf(item);
        }
    }

    public bool Contains(T item) => IndexOf(item) >= 0;

    public void CopyTo(T[] array, int arrayIndex)
    {
        lock (_gate)
        {
            _items.CopyTo(array, arrayIndex);
        }
    }

    public void Dispose() => Complete();

    void IBuffer.StopWaiting()
    {
        lock (_gate)
        {
            BlockingEnumerator = false;
            Monitor.PulseAll(_gate);
        }
    }

    int IList.Add(object? value)
    {
        Add((T)value!);
        return Count - 1;
    }

    bool IList.Contains(object? value) => value is T item && Contains(item);

    int IList.IndexOf(object? value) => value is T item ? IndexOf(item) : -1;

    void IList.Insert(int index, object? value) => Insert(index, (T)value!);

    void IList.Remove(object? value) => Remove((T)value!);

    void ICollection.CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // An enumeration waits for more only while a pipeline writes here.
    internal void AttachWriter()
    {
        lock (_gate)
        {
            _writers++;
        }
    }

    internal void DetachWriter()
    {
        lock (_gate)
        {
            _writers--;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryWaitFor(int index, out T? item)
    {
        lock (_gate)
        {
            while (index >= _items.Count && _isOpen && (_writers > 0 || BlockingEnumerator))
            {
                Monitor.Wait(_gate);
            }

            item = index < _items.Count ? _items[index] : default;
            return index < _items.Count;
        }
    }
}

public sealed class PSDataStreams
{
    public PSDataCollection<ErrorRecord> Error { get; set; } = [];

    public PSDataCollection<WarningRecord> Warning { get; set; } = [];

    public PSDataCollection<VerboseRecord> Verbose { get; set; } = [];

    public PSDataCollection<DebugRecord> Debug { get; set; } = [];

    public PSDataCollection<ProgressRecord> Progress { get; set; } = [];

    public PSDataCollection<InformationRecord> Information { get; set; } = [];

    public void ClearStreams()
    {
        Error.Clear();
        Warning.Clear();
        Verbose.Clear();
        Debug.Clear();
        Progress.Clear();
        Information.Clear();
    }
}
