"""Speech into words: pauses, recognisers, and texts aligned to what is heard. Knows no database.

sound       the samples of a film, decoded as a stream (inside the child)
pauses      how loud it is, where somebody speaks, where it can be cut
engines     the recognisers behind one interface: vosk, faster-whisper, pocketsphinx
heard       recognised words gathered into phrases
child       the limited process in which strangers' files are decoded and recognised
asking      starting that process and hearing it, phrase by phrase
align       sentences without times laid onto the stretches of speech
models      the folder of recognisers' models: what is there, bringing one in
catalogue   models that `nastavnik models add` knows by name
"""
