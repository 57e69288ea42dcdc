"""Files of records of any size: read in blocks, processed in one process or several, and written in order.

* `krmoney.files.jobs` describes what to do, and `krmoney.files.runs` does it.
* `krmoney.files.tasks` has what is done with a cell, `krmoney.files.formats` how records are read, and
  `krmoney.files.encoders` how they are written.
* `krmoney.files.inputs` and `krmoney.files.outputs` handle bytes, compressed or not.
"""
