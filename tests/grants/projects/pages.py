"""What stands on a page."""


def text_of(answer):
    return answer.content.decode()
