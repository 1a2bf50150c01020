"""General MIDI: the sounds on the keys of the percussion channel (GM Level 1, table 3)."""

DRUM_KEYS = {
    35: "kick", 36: "kick", 37: "side stick", 38: "snare", 39: "hand clap", 40: "snare", 41: "tom low", 42: "hat closed",
    43: "tom low", 44: "hat pedal", 45: "tom mid", 46: "hat open", 47: "tom mid", 48: "tom high", 49: "crash",
    50: "tom high", 51: "ride", 52: "china", 53: "ride bell", 54: "tambourine", 55: "splash", 56: "cowbell", 57: "crash",
    59: "ride", 60: "bongo high", 61: "bongo low", 62: "conga mute", 63: "conga open", 64: "conga low",
    65: "timbale high", 66: "timbale low", 67: "agogo high", 68: "agogo low", 69: "cabasa", 70: "maracas",
    73: "guiro", 74: "guiro", 75: "claves", 76: "woodblock high", 77: "woodblock low", 78: "cuica mute",
    79: "cuica open", 80: "triangle mute", 81: "triangle open", 82: "shaker", 85: "castanets"}

# Kits whose keys are the standard's: Orchestra (48), Brush (40), SFX and CM-64 put other sounds there.
STANDARD_KITS = (0, 8, 16, 24, 25, 32)
PERCUSSION_BANK = 128
