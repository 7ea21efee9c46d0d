using System.Xml.Linq;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Contracts;

namespace ImageGen.Bot.Tests.Hosting;

public sealed class StoredKeyRingTests
{
    [Fact]
    public async Task Store_ByTwoProcessesAtOnce_KeepsTheFirstOnesKey()
    {
        await using var harness = SqliteSecretsTests.Create();
        var (one, other) = (new StoredKeyRing(harness.Secrets), new StoredKeyRing(harness.Secrets));
        Assert.Empty(one.GetAllElements());
        Assert.Empty(other.GetAllElements());
        one.StoreElement(new XElement("key", "first"), "first");
        other.StoreElement(new XElement("key", "second"), "second");
        Assert.Equal("first", Assert.Single(other.GetAllElements()).Value);

        // Who has seen what is there adds to it: keys are replaced in time.
        other.StoreElement(new XElement("key", "next"), "next");
        Assert.Equal(["first", "next"], one.GetAllElements().Select(element => element.Value));
    }
}
