"""The query language as examples: what the help screen and `--help-query` show."""

from __future__ import annotations

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("network pruning", "both words, in title or abstract, in any form"),
    ("how to prune networks", "small words such as “how” and “to” need not be there"),
    ("unet", "U-Net, UNet and U^2-Net; accents and case are not minded either"),
    ("llama 3", "also Llama-3 and Llama3; C++, C# and .NET are names of their own"),
    ('"lottery ticket"', "these words one behind the other, as they are written"),
    ("pruning OR sparsity", "one of them or both"),
    ("pruning -network", "the first word without the second"),
    ("pruning NOT (network OR quantization)", "parentheses hold together what belongs together"),
    ("regulari*", "words that begin so"),
    ("prunning~", "words that are one letter away, too"),
    ("=pruned", "this very form of the word"),
    ("title:pruning", "a word of the title"),
    ('abstract:"state of the art"', "words of the abstract"),
    ('text:"weight matching"', "a word or words of whole papers, where their texts are here"),
    ("author:hinton", "an author's name, or a part of it; author:hin* for its beginning"),
    ('author:"LeCun, Y."', "LeCun with a first name in Y; author:mueller is Müller, too"),
    ("tag:ml", "your tag ml, and those within it such as ml/pruning; #ml is the same"),
    ("note:idea", "a word of your note"),
    ("highlight:bound", "a word of what you highlighted in its text, or of a note on that"),
    ("source:003", "a part of a source's name"),
    ("via:lottery", "papers that you kept when you searched for this"),
    ("id:a", "the beginning of an id"),
    ("arxiv:1803.03635", "an arXiv id, or its beginning"),
    ("doi:10.1038", "a DOI, or its beginning"),
    ("cat:cs.LG", "a category of arXiv; cat:cs for all of an archive"),
    ('venue:"neural information"', "words of the journal, proceedings or book"),
    ("keyword:inks", "a word of the keywords; ti:, au:, abs: and cat: are arXiv's own names"),
    ("type:thesis", "also type:journal, type:conference, type:book, type:preprint ..."),
    ("key:knuth1984", "the key it is cited by; key:knuth* for its beginning"),
    ("citing:1803.03635", "papers here whose texts cite that one: an id, an arXiv id or a DOI"),
    (
        "is:unread",
        "also is:bookmarked, is:read, is:queued, is:done, is:new, is:mine, is:private "
        "and is:rejected",
    ),
    ("has:code", "also has:link, has:note, has:highlights, has:text, has:tags, has:date …"),
    ("year:2024", "also year:2023.. and year:2020..2023"),
    ("date:2024-03..2024-09", "from March to September; date:>2024 for later than that year"),
    ("added:7d", "added within seven days; w, m and y are weeks, months and years"),
    ("comments:>3", "also upvotes:>=10 and authors:<5"),
    ("tag:(ml OR vision)", "one of several"),
    (
        "(pruning OR sparsity) is:unread -tag:done has:code year:2023..",
        "all of this can be put together",
    ),
)
"""Queries, and what each of them finds."""
