"""What a task is: a name, what is said about it in its metadata, and a function that adds its clips."""

from dataclasses import dataclass
from typing import Callable

from layout import NOTE, VERSION

SINGLE_LABEL = ("top1_acc", "mAP", "d_prime", "aucroc")
MULTI_LABEL = ("mAP", "d_prime", "aucroc", "top1_acc")


@dataclass(frozen=True)
class Task:
    """`add(library, writer, seed)` adds the clips, as a function of the recordings of `packages` and the seed."""

    name: str
    stands_for: str  # the HEAR task of the same kind
    description: str
    packages: tuple
    add: Callable
    seconds: float | None  # of a clip; None where they differ
    build_seconds: int  # about, on one core
    clips: int  # about
    folds: int = 0  # none: train, valid and test
    prediction: str = "multiclass"
    evaluation: tuple = SINGLE_LABEL
    programs: tuple = ()
    extras: tuple = ()  # of the metadata: (key, value)

    @property
    def directory(self):
        return f"{self.name}-{VERSION}-full"

    @property
    def splits(self):
        return [f"fold{index:02d}" for index in range(self.folds)] or ["train", "valid", "test"]

    def metadata(self):
        mode = {"split_mode": "presplit_kfold", "nfolds": self.folds, "max_task_duration_by_fold": None}
        return {
            "task_name": self.name, "version": VERSION, "embedding_type": "scene",
            "prediction_type": self.prediction, "sample_duration": self.seconds,
            **(mode if self.folds else {"split_mode": "trainvaltest", "max_task_duration_by_split": None}),
            "evaluation": list(self.evaluation), "download_urls": [], "default_mode": "full", "mode": "full",
            "tmp_dir": "_workdir", "splits": self.splits, **dict(self.extras),
            "description": self.description, "stands_for": self.stands_for, "note": NOTE}
