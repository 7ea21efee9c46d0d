using System.Text.Json.Serialization;

namespace ImageGen.Core.Jobs;

/// <summary>Why a command brought no picture, as users and programs read it. Refusal, outage and an empty account are never mixed up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErrorCode>))]
public enum ErrorCode
{
    /// <summary>A field is wrong; the message says which.</summary>
    [JsonStringEnumMemberName("invalid_request")]
    InvalidRequest,

    /// <summary>The word list, moderation or the provider will not have it drawn.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>A quota is used up; the message says which and when it resets.</summary>
    [JsonStringEnumMemberName("quota_exceeded")]
    QuotaExceeded,

    /// <summary>The budget is used up; the message says when it resets.</summary>
    [JsonStringEnumMemberName("budget_exceeded")]
    BudgetExceeded,

    /// <summary>The provider is away or too busy, for longer than the job was tried.</summary>
    [JsonStringEnumMemberName("provider_unavailable")]
    ProviderUnavailable,

    /// <summary>The operator's account with the provider is empty or closed. Not the user's fault.</summary>
    [JsonStringEnumMemberName("provider_account")]
    ProviderAccount,

    /// <summary>The picture could not be stored.</summary>
    [JsonStringEnumMemberName("storage_unavailable")]
    StorageUnavailable,

    /// <summary>It took too long, or was interrupted too often.</summary>
    [JsonStringEnumMemberName("timed_out")]
    TimedOut,

    /// <summary>Somebody cancelled it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>A fault of the bot's own; the message has the job id to report.</summary>
    [JsonStringEnumMemberName("internal")]
    Internal,
}

/// <summary>Error codes in their written form.</summary>
public static class ErrorCodes
{
    /// <summary>The code as users and programs read it: <c>quota_exceeded</c>.</summary>
    public static string Text(this ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => "invalid_request",
        ErrorCode.Refused => "refused",
        ErrorCode.QuotaExceeded => "quota_exceeded",
        ErrorCode.BudgetExceeded => "budget_exceeded",
        ErrorCode.ProviderUnavailable => "provider_unavailable",
        ErrorCode.ProviderAccount => "provider_account",
        ErrorCode.StorageUnavailable => "storage_unavailable",
        ErrorCode.TimedOut => "timed_out",
        ErrorCode.Cancelled => "cancelled",
        ErrorCode.Internal => "internal",
    };
}
