namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// Gives a flat silhouette body. Its blurred coverage is taken as a height map, and the slope of that towards the
/// light says which parts face it: any outline comes out like a cushion, with no normals to model by hand.
/// </summary>
internal sealed class Relief
{
    private byte[] _height = [];
    private byte[] _scratch = [];
    private int _columns;
    private int _rows;
    private int _towardsX;
    private int _towardsY;

    public void Raise(Rasterizer silhouette, float roundness, Light light)
    {
        _columns = silhouette.Columns;
        _rows = silhouette.Rows;
        int size = _columns * _rows;
        if (_height.Length < size)
        {
            _height = new byte[size];
            _scratch = new byte[size];
        }

        int radius = Math.Clamp((int)(Math.Min(_columns, _rows) * 0.16f * roundness), 1, 60);
        BlurRows(silhouette.Mask, _scratch, radius);
        BlurColumns(_scratch, _height, radius);
        BlurRows(_height, _scratch, radius);
        BlurColumns(_scratch, _height, radius);
        _towardsX = (int)MathF.Round(light.X * radius * 1.2f);
        _towardsY = (int)MathF.Round(light.Y * radius * 1.2f);
    }

    /// <summary>How far the surface at a point of the silhouette turns towards the light, about -1..1.</summary>
    public float Facing(int column, int row)
        => (HeightAt(column - _towardsX, row - _towardsY) - HeightAt(column + _towardsX, row + _towardsY)) * (1.25f / 255f);

    private int HeightAt(int column, int row)
        => (uint)column < (uint)_columns && (uint)row < (uint)_rows ? _height[row * _columns + column] : 0;

    private void BlurRows(byte[] from, byte[] to, int radius)
    {
        int reciprocal = 65536 / (2 * radius + 1);
        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<byte> source = from.AsSpan(row * _columns, _columns);
            Span<byte> target = to.AsSpan(row * _columns, _columns);
            int sum = 0;
            for (int i = 0; i < Math.Min(radius, _columns); i++)
                sum += source[i];
            for (int i = 0; i < source.Length; i++)
            {
                if (i + radius < source.Length)
                    sum += source[i + radius];
                if (i - radius - 1 >= 0)
                    sum -= source[i - radius - 1];
                target[i] = (byte)((sum * reciprocal) >> 16);
            }
        }
    }

    /// <summary>Walks whole rows with a line of running sums: the memory is read in order.</summary>
    private void BlurColumns(byte[] from, byte[] to, int radius)
    {
        int reciprocal = 65536 / (2 * radius + 1);
        Span<int> sums = new int[_columns];
        for (int row = -radius; row < _rows; row++)
        {
            if (row + radius < _rows)
                AddRow(sums, from.AsSpan((row + radius) * _columns, _columns), 1);
            if (row - radius - 1 >= 0)
                AddRow(sums, from.AsSpan((row - radius - 1) * _columns, _columns), -1);
            if (row < 0)
                continue;
            Span<byte> target = to.AsSpan(row * _columns, _columns);
            for (int i = 0; i < target.Length; i++)
                target[i] = (byte)((sums[i] * reciprocal) >> 16);
        }
    }

    private static void AddRow(Span<int> sums, ReadOnlySpan<byte> row, int sign)
    {
        for (int i = 0; i < row.Length; i++)
            sums[i] += sign * row[i];
    }
}
