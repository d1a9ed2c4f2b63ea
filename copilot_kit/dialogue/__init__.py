"""A dialogue of two seats: `script` says who speaks when, `play` carries it with voices.

script   seats, turns, requests, and the exchange as a plain generator; pure
play     Dialogue: voices speak, each finished turn is journaled before the next begins
record   transcript documents on disk
loop     the private event loop on which voices speak
"""
