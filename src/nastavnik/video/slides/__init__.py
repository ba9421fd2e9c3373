"""What is seen of slides in a film: finding where they begin, recognising pages of the talk's file, changing a list of them.

    frames    the grey tap of a film: 160×90, two pictures a second; how much each block of it moves
    likeness  what two pictures have in common: what was lost, what was added, whether it is the same one scrolled
    finder    the seconds at which slides begin
    matching  which page of the talk's file is shown on which still
    deck      a list of slides and what a person does to it

Pure code on numbers: no Django, no files, no ffmpeg.
"""
