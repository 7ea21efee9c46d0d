using ImageGen.Core.Chat;

namespace ImageGen.Core.Guilds;

/// <summary>Who administers a guild. That they may is for the face to make sure, on the server side, before it makes one.</summary>
/// <param name="Tenant">The guild.</param>
/// <param name="User">Who, as the platform's id.</param>
/// <param name="Name">Who, as the audit log shows it.</param>
/// <param name="Face">Where: <c>discord</c>, <c>slack</c>, <c>api</c>.</param>
public sealed record Admin(TenantId Tenant, string User, string Name, string Face)
{
    /// <summary>
    /// Whether it is the installation's operator, who pays: only they may raise a guild's budget over the installation's,
    /// or its weight over 1.
    /// </summary>
    public bool IsOperator { get; init; }
}

/// <summary>What an admin's wish came to. Nothing is ever half done.</summary>
public abstract record AdminResult
{
    private AdminResult()
    {
    }

    /// <summary>It is done and in the audit log.</summary>
    /// <param name="Guild">What is decided now.</param>
    /// <param name="Changes">What is not what it was, whole.</param>
    public sealed record Done(StoredGuild Guild, IReadOnlyList<AuditChange> Changes) : AdminResult
    {
        /// <summary>What the admin should know of it, in sentences: a limit that is used up already.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];
    }

    /// <summary>It was so already.</summary>
    /// <param name="Guild">What is decided.</param>
    public sealed record Unchanged(StoredGuild Guild) : AdminResult;

    /// <summary>Something in it is wrong; nothing was changed.</summary>
    /// <param name="Faults">Everything that is.</param>
    public sealed record Invalid(IReadOnlyList<FieldFault> Faults) : AdminResult;

    /// <summary>Somebody changed the guild since this admin looked; nothing was changed.</summary>
    /// <param name="Guild">What is decided now.</param>
    /// <param name="By">Who changed it last; null where the log does not tell.</param>
    public sealed record Conflict(StoredGuild Guild, AuditEntry? By) : AdminResult
    {
        /// <summary>The same in a sentence.</summary>
        public string Message => By is null
            ? "Somebody else changed this meanwhile. Nothing of yours was saved: look at what is there now, and try again."
            : $"{By.UserName} changed this meanwhile ({By.Action}). Nothing of yours was saved: look at what is there now, and try again.";
    }
}
