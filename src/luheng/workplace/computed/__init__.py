"""Official methods at work in a city: inputs from a form, a sheet or a program become kept results.

A result that gives an indicator of the catalogue is entered as a figure, and targets are judged by it
like by any other; its page shows the calculation written out.
"""
