"""Files that prove something: taken in, bound to what they prove, withdrawn, looked for where missing.

`taking` stores a file, `binding` says what it proves, `lacking` finds what nothing proves.
"""
