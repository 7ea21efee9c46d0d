using System.Collections.Frozen;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>Where a subject is at home in the picture.</summary>
internal enum Stance
{
    /// <summary>Stands in the foreground.</summary>
    Ground,

    /// <summary>Stands farther off and rises over the land.</summary>
    Landmark,

    /// <summary>Floats on water.</summary>
    Afloat,

    /// <summary>Flies, hovers or swims.</summary>
    Air,
}

/// <summary>Something that can be painted. A new one is a row of <see cref="All"/> and a draw function.</summary>
/// <param name="Name">The plain name.</param>
/// <param name="Words">The words that call for it, singular, separated by spaces.</param>
/// <param name="Stance">How it stands.</param>
/// <param name="Size">Height as a fraction of the picture's short side.</param>
/// <param name="Breadth">Width as a multiple of the height.</param>
/// <param name="Homes">The places it is put when the text names none.</param>
/// <param name="Draw">Draws it on the hundred-unit grid.</param>
internal sealed record Subject(string Name, string Words, Stance Stance, float Size, float Breadth, Setting[] Homes, Action<Figure> Draw)
{
    public static readonly IReadOnlyList<Subject> All =
    [
        new("cat", "cat kitten kitty feline tabby tomcat", Stance.Ground, 0.74f, 0.85f, [Setting.Meadow, Setting.City, Setting.Lake, Setting.Mountains], Cat.Draw),
        new("dog", "dog puppy hound corgi shiba husky retriever pug", Stance.Ground, 0.72f, 0.8f, [Setting.Meadow, Setting.Mountains], Dog.Draw),
        new("fox", "fox vixen wolf", Stance.Ground, 0.68f, 1f, [Setting.Forest, Setting.Meadow], Fox.Draw),
        new("rabbit", "rabbit bunny hare", Stance.Ground, 0.66f, 0.6f, [Setting.Meadow, Setting.Forest], SmallAnimals.Rabbit),
        new("bear", "bear panda grizzly", Stance.Ground, 0.7f, 0.85f, [Setting.Forest, Setting.Mountains], SmallAnimals.Bear),
        new("owl", "owl owlet", Stance.Ground, 0.7f, 0.7f, [Setting.Forest], Birds.Owl),
        new("bird", "bird robin sparrow parrot crow raven eagle hummingbird finch", Stance.Ground, 0.58f, 1.1f, [Setting.Forest, Setting.Meadow], Birds.Songbird),
        new("penguin", "penguin", Stance.Ground, 0.66f, 0.6f, [Setting.Snowfield], Birds.Penguin),
        new("fish", "fish goldfish koi salmon shark", Stance.Air, 0.44f, 1.6f, [Setting.Underwater], SeaLife.Fish),
        new("whale", "whale orca dolphin", Stance.Air, 0.42f, 1.8f, [Setting.Underwater], SeaLife.Whale),
        new("butterfly", "butterfly moth", Stance.Air, 0.5f, 1.2f, [Setting.Meadow], SmallAnimals.Butterfly),
        new("dragon", "dragon wyvern drake", Stance.Air, 0.6f, 1.9f, [Setting.Mountains], Dragon.Draw),
        new("robot", "robot android mech droid cyborg automaton", Stance.Ground, 0.74f, 0.7f, [Setting.City, Setting.Desert], Robot.Draw),
        new("astronaut", "astronaut cosmonaut spaceman", Stance.Ground, 0.72f, 0.6f, [Setting.Space], People.Astronaut),
        new("person", "person man woman girl boy wizard witch knight samurai king queen princess prince lady hero traveler traveller portrait human people detective warrior", Stance.Ground, 0.72f, 0.6f, [Setting.Mountains, Setting.Meadow, Setting.City], People.Wanderer),
        new("house", "house cottage cabin home hut barn farmhouse", Stance.Landmark, 0.42f, 1.2f, [Setting.Meadow, Setting.Forest], Dwellings.House),
        new("castle", "castle fortress palace citadel tower", Stance.Landmark, 0.52f, 1.8f, [Setting.Mountains], Dwellings.Castle),
        new("lighthouse", "lighthouse beacon", Stance.Landmark, 0.66f, 0.7f, [Setting.Sea], Dwellings.Lighthouse),
        new("temple", "temple pagoda shrine", Stance.Landmark, 0.56f, 0.8f, [Setting.Mountains, Setting.Lake], Landmarks.Pagoda),
        new("windmill", "windmill mill", Stance.Landmark, 0.54f, 0.8f, [Setting.Meadow], Landmarks.Windmill),
        new("bridge", "bridge", Stance.Landmark, 0.34f, 2.4f, [Setting.Lake], Landmarks.Bridge),
        new("boat", "boat sailboat yacht canoe sail dinghy gondola", Stance.Afloat, 0.5f, 0.9f, [Setting.Lake, Setting.Sea], Vessels.Sailboat),
        new("ship", "ship galleon pirate frigate schooner", Stance.Afloat, 0.6f, 1.1f, [Setting.Sea], Vessels.Galleon),
        new("car", "car automobile taxi convertible truck van", Stance.Ground, 0.32f, 2.1f, [Setting.City, Setting.Desert], Vehicles.Car),
        new("train", "train locomotive tram railway", Stance.Ground, 0.36f, 2.3f, [Setting.Mountains, Setting.Meadow], Vehicles.Train),
        new("rocket", "rocket spaceship spacecraft shuttle starship", Stance.Air, 0.66f, 0.5f, [Setting.Space], Flyers.Rocket),
        new("balloon", "balloon airship zeppelin", Stance.Air, 0.58f, 0.7f, [Setting.Mountains, Setting.Meadow], Flyers.Balloon),
        new("planet", "planet saturn jupiter world globe earth", Stance.Air, 0.6f, 1.4f, [Setting.Space], Flyers.Planet),
        new("flower", "flower rose tulip sunflower daisy lotus blossom bouquet poppy orchid lily", Stance.Ground, 0.76f, 0.6f, [Setting.Meadow], Plants.Flower),
        new("mushroom", "mushroom toadstool fungus", Stance.Ground, 0.58f, 0.9f, [Setting.Forest], Plants.Mushroom),
        new("tree", "tree oak maple willow sakura bonsai cherry", Stance.Ground, 0.78f, 0.9f, [Setting.Meadow, Setting.Lake], Plants.Tree),
    ];

    public static readonly FrozenDictionary<string, Subject> ByWord = Vocabulary.Table<Subject>([.. All.Select(subject => (subject, subject.Words))]);

    public Setting Home(Pcg32 random) => Homes[random.Below(Homes.Length)];
}
