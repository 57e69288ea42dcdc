"""What the process is warmed by that workers are forked from: importing this builds the word lists of krmoney."""

from krmoney.service.operations import Operations
from krmoney.service.settings import Settings
from krmoney.service.worker import warm

warm(Operations(Settings()))
