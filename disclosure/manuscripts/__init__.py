"""来稿: what a file says that an officer brings, so that the form of a new document begins with it.

Each format has its module; ``reading.read`` answers with a ``Paper`` whatever the file is, ``particulars`` finds title,
number, bodies and dates in it, ``likeness`` tells how much two texts have in common.
"""
