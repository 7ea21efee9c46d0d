namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// A smooth scalar function of the picture, tabulated on a coarse grid and interpolated between:
/// clouds, pigment and warps vary slowly, so evaluating their noise at every pixel would waste most of the time budget.
/// </summary>
internal sealed class Field
{
    private readonly float[] _values;
    private readonly int _columns;
    private readonly float _inverseCell;

    public Field(int width, int height, int cell, Func<float, float, float> function)
    {
        _columns = width / cell + 2;
        int rows = height / cell + 2;
        _inverseCell = 1f / cell;
        _values = new float[_columns * rows];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < _columns; column++)
                _values[row * _columns + column] = function(column * cell, row * cell);
    }

    /// <summary>The bilinear value at a pixel inside the picture.</summary>
    public float At(int x, int y)
    {
        float gridX = x * _inverseCell, gridY = y * _inverseCell;
        int column = (int)gridX, row = (int)gridY;
        float u = gridX - column, v = gridY - row;
        int index = row * _columns + column;
        float top = _values[index] + (_values[index + 1] - _values[index]) * u;
        index += _columns;
        float bottom = _values[index] + (_values[index + 1] - _values[index]) * u;
        return top + (bottom - top) * v;
    }
}
