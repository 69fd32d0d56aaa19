"""What a file looks like, without handing it to the browser: page images, re-encoded pictures, safe text.

A preview never holds the raw file: pictures are drawn anew (so without the place and the camera
that a photo carries), Word and Excel are read and written out as plain HTML. Kept in the city
folder by content hash; taking the folder `previews` away costs only the time to make it again.
"""
