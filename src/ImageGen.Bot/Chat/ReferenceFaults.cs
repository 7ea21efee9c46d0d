using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>What can be wrong with a picture people attach.</summary>
internal static class ReferenceFaults
{
    /// <summary>There is none.</summary>
    public static FieldFault Missing { get; } = Fault("reference.none");

    /// <summary>The platform says it is something else than PNG, JPEG or WebP.</summary>
    public static FieldFault NoPicture { get; } = Fault("reference.type");

    /// <summary>It has more than <see cref="ReferenceImages.MaxBytes"/>.</summary>
    public static FieldFault TooLarge { get; } = Fault("reference.size", ("mb", (ReferenceImages.MaxBytes / 1024 / 1024).ToString(CultureInfo.InvariantCulture)));

    /// <summary>It is not there any more.</summary>
    public static FieldFault Gone { get; } = Fault("reference.gone");

    /// <summary>It is not where the platform keeps its files.</summary>
    public static FieldFault Elsewhere { get; } = Fault("reference.foreign");

    /// <summary>Nobody here could go by it.</summary>
    public static FieldFault NotTaken { get; } = Fault("reference.nobody");

    private static FieldFault Fault(string code, params (string Name, string Value)[] arguments) =>
        new("image", Texts.English.Format($"fault.{code}", arguments.Select(argument => (argument.Name, (object?)argument.Value)))) { Code = code, Arguments = arguments };
}
