"""Words around quotes: what speaks, what is read, what only holds words at arm's length.

Spellings are divided by " | ", as in the other vocabularies.
"""

from __future__ import annotations

VERBS = (
    "says | said | lies | jokes | warns | insists | orders | protests | blurts | rasps | "
    "croaks | say | saying | asks | asked | asking | whispers | whispered | whispering | whisper | "
    "shouts | shouting | shouted | yells | yelling | murmurs | murmuring | mutters | muttering | replies | "
    "replying | answers | answering | exclaims | cries | cries out | calls | calls out | calling | narrates | "
    "announces | announcing | screams | sings | singing | recites | tells | adds | continues | speaks | "
    "speaking | states | declares | laughs | breathes | sighs | hisses | mouths | intones | voices | delivers "
    "| utters | reads aloud | reading aloud | mumbles | growls | gasps | snaps | repeats | begs | pleads | "
    "admits | confesses | responds | counts | dice | susurra | grita | pregunta | responde | sagt | flüstert "
    "| ruft | fragt | antwortet | dit | murmure | demande | crie | chuchote"
)
"""Verbs of speech of scripts that leave spaces."""

GLUED_VERBS = "说道 | 说 | 问 | 喊 | 低语 | 回答 | 轻声 | 言う | 言った | 叫ぶ | 囁く | つぶやく | と言 | 말한다"
"""Verbs of speech of scripts that leave none."""

READ = (
    "sign | signs | title | titles | text | caption | captions | subtitle | subtitles | reads | reading | "
    "label | labelled | labeled | logo | banner | written | printed | poster | screen shows | super | lower "
    "third | letters | lettering | words | inscription | engraved | etched | painted | marquee | headline | "
    "displays | displaying | writes | writing | scrawls | scrawled | spells | neon | placard | plaque | card | "
    "typed | screen | stamped | stencilled "
    "| stenciled | ticket | note | chalked | bottom of the frame | top of the frame | corner of the frame | across the "
    "frame | bottom of the screen | top of the screen | corner of the screen | bottom of frame | corner of frame "
    "| chyron | intertitle | overlay | end card"
)
"""Words before a quote that is to be read in the picture."""

SIGNS = (
    "sign | title | text | caption | subtitle | label | logo | banner | poster | screen | letters | lettering "
    "| inscription | marquee | headline | placard | plaque | card | ticket | note | billboard | monitor | "
    "display | message | letter | newspaper | page | neon"
)
"""Things that show words; what they "say" is not spoken."""

HELD_OFF = (
    "so-called | feel of | feel like | feels like | sense of | style | vibe | like | as if | impression | "
    "mood | feeling | tone | called | named | known as | nickname | nicknamed | titled | entitled | inspired "
    "by | à la | energy | aesthetic | look | concept of | idea of | term"
)
"""Words before a quote that is neither spoken nor shown."""

NO_SPEAKERS = (
    "impression | feeling | effect | theme | title | tagline | logline | concept | mood | tone | style | look "
    "| goal | idea | note | notes | reference | keyword | keywords | final frame | key | emotion | name | "
    "intent"
)
"""Labels before a quote that name no one."""

AFTER_NAMES = (
    "softly | quietly | finally | then | and | also | again | only | just | who | to | into | with | leans | "
    "turns | smiles | nods | looks | in | a | up | slowly | voice | under | his | her | their | breath"
)
"""Words that stand between a speaker and the verb and are no part of the name."""
