from progress import Progress

Progress._show = lambda *_, **__: None
