print("cets")
